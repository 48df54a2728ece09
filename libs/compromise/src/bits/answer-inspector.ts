import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { GuardedTexts } from '../prompts/guarded.js';
import { textInspector, type Inspection } from '../prompts/inspect.js';

type Read = Pick<Inspection, 'score' | 'rules'>;

let last: { readonly event: InferenceEvent; readonly salt: string | undefined; readonly read: Read } | undefined;

/**
 * What the rules say of the answer of an event: what intake read, else what is read in the text, once for several detectors who ask of the same event in turn.
 * Undefined where there is no answer.
 */
export function answerInspector(guarded: GuardedTexts | undefined): (event: InferenceEvent) => Read | undefined {
  const inspect = textInspector({ answers: true, guarded });
  const salt = guarded?.salt;
  return (event) => {
    const { text, text_signs } = event;
    if (text_signs?.output !== undefined) return text_signs.output;
    if (text?.output === undefined) return undefined;
    if (last?.event !== event || last.salt !== salt) last = { event, salt, read: inspect(text.output) };
    return last.read;
  };
}
