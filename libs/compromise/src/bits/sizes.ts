import type { FeatureValue, InferenceEvent } from '@anchorwatch/telemetry';
import { promptLength } from '../texts/of-event.js';

/** How large a question is: its tokens, the letters of its prompt, and how many values its features hold. */
export function sizesOf(event: InferenceEvent): readonly (number | undefined)[] {
  return [event.tokens_in, promptLength(event), Object.values(event.features).reduce<number>(add, 0)];
}

function add(sum: number, value: FeatureValue): number {
  if (value === null) return sum;
  return sum + (Array.isArray(value) ? value.length : 1);
}

/** All tokens of a question and its answer; undefined where none are counted. */
export function tokensOf({ tokens_in, tokens_out }: InferenceEvent): number | undefined {
  return tokens_in === undefined && tokens_out === undefined ? undefined : (tokens_in ?? 0) + (tokens_out ?? 0);
}
