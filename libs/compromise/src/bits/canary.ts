import type { GuardedTexts } from '../prompts/guarded.js';
import { knownTextRules } from '../prompts/known-text-rules.js';
import { hasOutput } from '../texts/of-event.js';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import { answerInspector } from './answer-inspector.js';
import { forgetful, type Detector } from './detector.js';

/**
 * Whether an answer holds a canary: a token that stands in the system prompt and nowhere else. Nothing else can bring it out, so one answer is an alarm.
 */
export const canary: Detector<GuardedTexts, undefined> = {
  remembers: false,
  bits: [
    {
      name: 'canary',
      means: 'are answered with a canary token, which stands in the system prompt and nowhere else',
      needs: 'text.output and canary tokens (compromise.texts, scan --canary)',
      costs: 'one pass over the answer for each length of token, beside what leak costs',
      suspicion: 'leakage',
      never: true,
      once: true,
      atlas: ['AML.T0056', 'AML.T0057'],
      owasp: ['LLM08:2026', 'LLM02:2026'],
      nist: ['NISTAML.035', 'NISTAML.038'],
      evaded_by: 'having the answer encoded in a way that no rule undoes, or told in other words without the token',
    },
  ],

  fit(healthy, { guarded } = {}) {
    if (guarded === undefined || guarded.canaries.length === 0) return { blind: 'no canary tokens' };
    if (!healthy.some(({ event }) => hasOutput(event))) return { blind: 'no answers with a text' };
    const holds = reader(guarded);
    const held = healthy.filter(({ event }) => holds(event) === true).length;
    if (held > 0) return { blind: `${held} answers of the baseline hold a canary: it is no secret` };
    return guarded;
  },

  open(guarded) {
    const holds = reader(guarded);
    return forgetful(({ event }) => [holds(event)]);
  },
};

/** Undefined where there is no answer, or where intake knew of no canaries when it read it. */
function reader(guarded: GuardedTexts): (event: InferenceEvent) => boolean | undefined {
  const inspect = answerInspector(guarded);
  return (event) =>
    event.text_signs?.guard === '' ? undefined : inspect(event)?.rules.includes(knownTextRules.canary.id);
}
