import { parseJson } from '../../json-text.js';
import { readObject } from '../../read-fields.js';
import { Refused } from '../../refused.js';
import type { AnsweredRow } from './half.js';
import { readAnswers } from './read-rows.js';

/** What a served model answered to a request, or what is wrong with it. */
export type ReadResponse =
  | { readonly kind: 'answers'; readonly model_version: string; readonly rows: readonly AnsweredRow[] }
  | { readonly kind: 'refused'; readonly field: string; readonly reason: string };

/**
 * Reads the body of a predict response, Open Inference V2 or V1, to the same answers as the inference logger's events.
 * @param limit rows at most
 */
export function readResponse(body: string, limit: number): ReadResponse {
  const parsed = parseJson(Buffer.from(body, 'utf8'));
  if (parsed.kind === 'refused') return parsed;
  try {
    const json = readObject(parsed.value, 'body');
    return { kind: 'answers', ...readAnswers({ json, binary: Buffer.alloc(0) }, limit) };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', field: error.field, reason: error.reason };
    throw error;
  }
}
