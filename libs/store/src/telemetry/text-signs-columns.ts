import type { InferenceEvent, TextSigns } from '@anchorwatch/telemetry';
import { readNumber } from '../clickhouse/json.js';

type Numeric = number | string;

/** The columns of `inference_events` that hold what was read in texts, in the order in which they are read. */
export const textSignsColumns = [
  'text_signs_key',
  'text_signs_guard',
  'prompt_length',
  'prompt_hash',
  'prompt_score',
  'prompt_rules',
  'prompt_shingles',
  'output_length',
  'output_score',
  'output_rules',
  'output_hosts',
  'output_refusing',
  'prompt_classified',
  'prompt_classifier',
] as const;

/** Those columns of a row. */
export type TextSignsRow = readonly [
  key: string,
  guard: string,
  prompt_length: number | null,
  prompt_hash: string,
  prompt_score: Numeric,
  prompt_rules: string[],
  prompt_shingles: number[],
  output_length: number | null,
  output_score: Numeric,
  output_rules: string[],
  output_hosts: string[],
  output_refusing: boolean,
  prompt_classified: Numeric | null,
  prompt_classifier: string,
];

/** What stands in each of the columns. */
export const textSignsValues: Readonly<Record<(typeof textSignsColumns)[number], (event: InferenceEvent) => unknown>> =
  {
    text_signs_key: ({ text_signs }) => text_signs?.key ?? '',
    text_signs_guard: ({ text_signs }) => text_signs?.guard ?? '',
    prompt_length: ({ text_signs }) => text_signs?.prompt?.length,
    prompt_hash: ({ text_signs }) => text_signs?.prompt?.hash ?? '',
    prompt_score: ({ text_signs }) => text_signs?.prompt?.score ?? 0,
    prompt_rules: ({ text_signs }) => text_signs?.prompt?.rules ?? [],
    prompt_shingles: ({ text_signs }) => text_signs?.prompt?.shingles ?? [],
    output_length: ({ text_signs }) => text_signs?.output?.length,
    output_score: ({ text_signs }) => text_signs?.output?.score ?? 0,
    output_rules: ({ text_signs }) => text_signs?.output?.rules ?? [],
    output_hosts: ({ text_signs }) => text_signs?.output?.hosts ?? [],
    output_refusing: ({ text_signs }) => text_signs?.output?.refusing ?? false,
    prompt_classified: ({ text_signs }) => text_signs?.prompt?.classified?.score,
    prompt_classifier: ({ text_signs }) => text_signs?.prompt?.classified?.by ?? '',
  };

/** What was read in the texts of an event; undefined where none was. */
export function readTextSigns(row: TextSignsRow): TextSigns | undefined {
  const [key, guard, promptLength, hash, promptScore, promptRules, shingles] = row;
  if (key === '') return undefined;
  const [, , , , , , , outputLength, outputScore, outputRules, hosts, refusing, classified, by] = row;
  return {
    key,
    guard,
    ...(promptLength !== null && {
      prompt: {
        length: promptLength,
        hash,
        score: readNumber(promptScore),
        rules: promptRules,
        shingles,
        ...(classified !== null && { classified: { by, score: readNumber(classified) } }),
      },
    }),
    ...(outputLength !== null && {
      output: { length: outputLength, score: readNumber(outputScore), rules: outputRules, hosts, refusing },
    }),
  };
}
