import type { InferenceEvent, OutputSigns, PromptSigns, TextSigns } from '@anchorwatch/telemetry';
import { isRefusal } from '../prompts/refusal.js';
import { guardName, type GuardedTexts } from '../prompts/guarded.js';
import { textInspector } from '../prompts/inspect.js';
import { hostsIn, withParents } from '../prompts/hosts.js';
import { shinglesOf } from '../prompts/shingles.js';
import type { KeyedHashes } from './keyed-hashes.js';

/** UTF-16 units of a text whose rules are read at intake, six in ten from its beginning: some ten milliseconds of work at most. */
export const readAtIntake = 8_000;

/**
 * Makes a reader of the texts of one model's events, for what is kept in their place. Its work and what it gives are bounded, and a function of the texts alone.
 * @param guarded what must not come out of the model
 */
export function textsReader(
  hashes: KeyedHashes,
  guarded?: GuardedTexts,
): (text: NonNullable<InferenceEvent['text']>) => TextSigns {
  const prompts = textInspector({ longest: readAtIntake });
  const outputs = textInspector({ answers: true, guarded, longest: readAtIntake });
  const readPrompt = (prompt: string): PromptSigns => {
    const { score, rules } = prompts(prompt);
    return {
      length: prompt.length,
      hash: hashes.ofText(prompt),
      score,
      rules,
      shingles: hashes.ofNumbers(shinglesOf(prompt)),
    };
  };
  const readOutput = (output: string): OutputSigns => {
    const { score, rules } = outputs(output);
    const hosts = hostsIn(output).map((host) => withParents(host).map(hashes.ofText).join('.'));
    return { length: output.length, score, rules, hosts, refusing: isRefusal(output) };
  };
  return ({ prompt, output }) => ({
    key: hashes.name,
    guard: guarded === undefined ? '' : guardName(guarded),
    ...(prompt !== undefined && { prompt: readPrompt(prompt) }),
    ...(output !== undefined && { output: readOutput(output) }),
  });
}
