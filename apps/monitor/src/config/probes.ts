import { z } from 'zod';
import { count, duration } from './fields.js';

const name = z.string().min(1).max(200);

const common = {
  /** The model, as telemetry and the register call it. */
  model: name,
  /** Where it is served, without the path of the protocol. */
  url: z
    .url({ protocol: /^https?$/ })
    .refine((text) => !hasPassword(text), 'expected no user or password: name a token'),
  /** What the server calls it; '' is the model's own name. */
  served_name: z.string().max(200).default(''),
  /** Name of a secret in compromise.secrets, sent as a bearer token; '' sends none. */
  token: z.string().max(200).default(''),
  /** Headers that callers send and the probe should too. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().max(1_000)).default({}),
  /** Mean time between rounds, drawn by lot. */
  every: duration('10m').refine((ms) => ms >= 5_000 && ms <= 7 * 86_400_000, 'expected between 5s and 7d'),
  /** Who says which version answers: the answer (else the server's metadata, else telemetry), or always telemetry, where names differ. */
  version_from: z.enum(['answer', 'telemetry']).default('answer'),
  /** Questions a round. */
  questions: count(1, 100).default(12),
  timeout: duration('10s').refine((ms) => ms >= 100 && ms <= 120_000, 'expected between 100ms and 2m'),
};

/** How features become a request, and an answer what telemetry has. */
const predictive = {
  ...common,
  /** Golden questions that are chosen. */
  golden: count(20, 2_000).default(300),
  /** Names of the features in the order of the request. V1: none sends objects by name. */
  features: z.array(name).max(2_000).default([]),
  /** Questions of which copies are asked in a round while a backdoor is suspected, eleven or twelve askings each; 0: none ever. */
  strip: count(0, 80).default(10),
  /** What telemetry calls the labels, by what the model answers: { "0": no, "1": yes }. */
  labels: z.record(z.string(), z.string().min(1).max(1_000)).default({}),
  /** Of which class telemetry has the score; '' is the label's own. */
  score_of: z.string().max(200).default(''),
  /** Numbers of an answer may differ by so much; 0: what asking the same question again at once shows. */
  tolerance: z.coerce.number().min(0).max(1).default(0),
};

const openInference = z.strictObject({
  protocol: z.literal('open-inference'),
  ...predictive,
  /** Asked for in the path; '' asks for whatever serves. */
  version: z.string().max(200).default(''),
  /** `matrix`: one tensor with a column for each of `features`, numbers only. `columns`: one tensor a feature. */
  layout: z.enum(['matrix', 'columns']).default('matrix'),
  /** Name of the matrix. */
  tensor: name.default('input-0'),
  datatype: z.enum(['FP64', 'FP32', 'INT64', 'INT32']).default('FP64'),
  /** Outputs that are asked for; none: whatever the model gives. */
  outputs: z.array(name).max(20).default([]),
  /** Parameters of the request, such as { content_type: pd }. */
  parameters: z.record(z.string(), z.string().max(1_000)).default({}),
});

const kserveV1 = z.strictObject({ protocol: z.literal('kserve-v1'), ...predictive });

const chat = z.strictObject({
  protocol: z.literal('openai'),
  ...common,
  /** What is asked. None: prompts of stored events (intake.store_text). */
  prompts: z.array(z.string().min(1).max(20_000)).max(200).default([]),
  /** Golden questions that are chosen where no prompts are given. */
  golden: count(2, 200).default(25),
  temperature: z.coerce.number().min(0).max(2).optional(),
  max_tokens: count(1, 4_096).default(64),
  /** Texts of one prompt that are compared, where the model draws them anew each time. */
  samples: count(5, 100).default(10),
});

/** Texts are compared two by two within their prompt, a hundred thousand times over. */
const mostPairs = 20_000;

/** One model that is asked again. */
export const probeSchema = z
  .discriminatedUnion('protocol', [openInference, kserveV1, chat])
  .refine((probe) => probe.protocol !== 'open-inference' || probe.features.length > 0, {
    path: ['features'],
    message: 'expected the names of the features in the order of the request',
  })
  .refine((probe) => probe.protocol !== 'openai' || pairsOf(probe) <= mostPairs, {
    path: ['samples'],
    message: `expected at most ${mostPairs} pairs of texts: prompts × 2 × samples²`,
  });

export type ProbeSettings = z.output<typeof probeSchema>;
export type OpenInferenceSettings = z.output<typeof openInference>;
export type KserveV1Settings = z.output<typeof kserveV1>;
export type ChatSettings = z.output<typeof chat>;

/** What fits the schema but cannot work, by its place in the list. */
export function probeProblems(
  probes: readonly ProbeSettings[],
  secrets: Readonly<Record<string, string>>,
): readonly { readonly path: string; readonly reason: string }[] {
  return probes.flatMap(({ model, token }, at) => [
    ...(probes.findIndex((other) => other.model === model) < at
      ? [{ path: `compromise.probes.${at}.model`, reason: `"${model}" has a probe already` }]
      : []),
    ...(token !== '' && !Object.hasOwn(secrets, token)
      ? [{ path: `compromise.probes.${at}.token`, reason: `the secret "${token}" is not in compromise.secrets` }]
      : []),
  ]);
}

function pairsOf({ prompts, golden, samples }: ChatSettings): number {
  return (prompts.length || golden) * 2 * samples ** 2;
}

function hasPassword(text: string): boolean {
  return URL.canParse(text) && (new URL(text).username !== '' || new URL(text).password !== '');
}
