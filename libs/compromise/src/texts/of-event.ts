import type { InferenceEvent } from '@anchorwatch/telemetry';
import { hashOf } from '../fingerprint.js';
import { isRefusal } from '../prompts/refusal.js';
import { hostsIn, withParents } from '../prompts/hosts.js';
import { shinglesOf } from '../prompts/shingles.js';
import type { Question } from '../question.js';

/**
 * What detectors ask about the texts of an event. What intake read stands before a text that is there too, so that it makes no difference whether texts are stored; where intake
 * did not read, as in files, the text itself is read, and its hashes have the key ''.
 */
type Event = Pick<InferenceEvent, 'text' | 'text_signs'>;

/** The key of the hashes of healthy questions, the newest's: later ones can be compared under the same. */
export function keyOf(healthy: readonly Question[]): string {
  return healthy.findLast(({ event }) => event.text_signs !== undefined)?.event.text_signs?.key ?? '';
}

export function hasPrompt({ text, text_signs }: Event): boolean {
  return (text_signs?.prompt ?? text?.prompt) !== undefined;
}

export function hasOutput({ text, text_signs }: Event): boolean {
  return (text_signs?.output ?? text?.output) !== undefined;
}

/** UTF-16 units of the prompt. */
export function promptLength({ text, text_signs }: Event): number | undefined {
  return text_signs?.prompt?.length ?? text?.prompt?.length;
}

/** Equal for equal prompts: a hash, or the prompt itself. */
export function promptOf({ text, text_signs }: Event): string | undefined {
  return text_signs?.prompt?.hash ?? text?.prompt;
}

/** Hashes of the pairs of words of the prompt under a key; undefined where there are none under it. */
export function shinglesUnder(key: string, { text, text_signs }: Event): Uint32Array | undefined {
  if (key !== '')
    return text_signs?.key === key && text_signs.prompt ? Uint32Array.from(text_signs.prompt.shingles) : undefined;
  return text?.prompt === undefined ? undefined : shinglesOf(text.prompt);
}

/** Hashes, under a key, of the hosts that the answer points at, each with those above it; undefined where there are none under it. */
export function hostsUnder(key: string, { text, text_signs }: Event): readonly (readonly string[])[] | undefined {
  if (key !== '')
    return text_signs?.key === key ? text_signs.output?.hosts.map((hosts) => hosts.split('.')) : undefined;
  return text?.output === undefined ? undefined : hostsIn(text.output).map((host) => withParents(host).map(hashOf));
}

/** Whether the answer refuses in its first words; undefined where there is no answer, or an empty one. */
export function refuses({ text, text_signs }: Event): boolean | undefined {
  const read = text_signs?.output;
  if (read !== undefined) return read.length === 0 ? undefined : read.refusing;
  return text?.output === undefined || text.output === '' ? undefined : isRefusal(text.output);
}
