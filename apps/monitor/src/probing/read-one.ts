import { ProbeFailed, type ProbeAnswer } from '@anchorwatch/compromise';
import { readResponse } from '@anchorwatch/telemetry';
import { asTelemetry, type Naming } from './as-telemetry.js';

/** The answer to one question, V2 or V1. @throws ProbeFailed where it is not of the protocol, or not one */
export function readOne(body: string, naming: Naming): ProbeAnswer {
  const response = readResponse(body, 1);
  if (response.kind === 'refused') throw new ProbeFailed('unreadable', `${response.field} ${response.reason}`);
  const { model_version, rows } = response;
  return { answer: asTelemetry(rows[0]!.prediction, naming), model_version, artefact_digest: digestIn(readJson(body)) };
}

/** @throws ProbeFailed where it is no JSON object */
export function readJson(body: string): object {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new ProbeFailed('unreadable', 'the answer is not JSON');
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw new ProbeFailed('unreadable', 'the answer is no JSON object');
}

/** Servers that know the digest of what they serve say it as a parameter, of an answer or of the metadata. */
export function digestIn(said: { readonly parameters?: { readonly artefact_digest?: unknown } | null }): string {
  const digest = said.parameters?.artefact_digest;
  return typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/i.test(digest) ? digest.toLowerCase() : '';
}
