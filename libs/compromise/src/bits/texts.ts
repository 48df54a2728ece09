import type { GuardedTexts } from '../prompts/guarded.js';
import { flaggedFrom, textInspector, type Inspection } from '../prompts/inspect.js';
import { hasOutput, hasPrompt } from '../texts/of-event.js';
import { answerInspector } from './answer-inspector.js';
import { forgetful, type Bit, type Blind, type Detector } from './detector.js';

const costs = 'one walk over each text by all rules, at most 100,000 characters of it';

/** Rules that are named in evidence. */
const shown = 5;

/** Which of the two texts the events carry. */
export interface FittedTexts {
  readonly prompts: boolean;
  readonly outputs: boolean;
  readonly guarded?: GuardedTexts;
}

/**
 * Whether a prompt looks like an attack on a language model, and whether an answer looks like a leak: the rules of `inspect prompts`, on the texts that
 * events carry. How many are too many is for the rate engine to say: some customers write about attacks.
 */
export const texts: Detector<FittedTexts, undefined> = {
  remembers: false,
  bits: [
    {
      name: 'flagged',
      means: 'carry a prompt that looks like an injection or a jailbreak',
      needs: 'text.prompt',
      costs,
      suspicion: 'injection',
      never: false,
      atlas: ['AML.T0051', 'AML.T0054', 'AML.T0056', 'AML.T0068'],
      owasp: ['LLM01:2026', 'LLM08:2026'],
      nist: ['NISTAML.018', 'NISTAML.015'],
      evaded_by:
        'wording that no rule knows, other languages than the eight, instructions that look like ordinary requests',
    },
    {
      name: 'leak',
      means: 'are answered with what looks like secrets, personal data or the system prompt',
      needs:
        'text.output; canary tokens and the system prompt where they are configured (compromise.texts, scan --canary, --system-prompt)',
      costs,
      suspicion: 'leakage',
      never: false,
      atlas: ['AML.T0057', 'AML.T0056'],
      owasp: ['LLM02:2026', 'LLM08:2026'],
      nist: ['NISTAML.035', 'NISTAML.038'],
      evaded_by: 'having the answer encoded or told in other words',
    },
  ],

  fit(healthy, { guarded } = {}): FittedTexts | Blind {
    const [prompts, outputs] = [hasPrompt, hasOutput].map((has) => healthy.some(({ event }) => has(event)));
    const fitted = { prompts: prompts!, outputs: outputs!, ...(guarded && { guarded }) };
    return fitted.prompts || fitted.outputs ? fitted : { blind: 'no texts' };
  },

  open({ guarded }) {
    const [prompts, ofAnswer] = [textInspector(), answerInspector(guarded)];
    return forgetful(({ event }) => {
      const { text, text_signs } = event;
      const ofPrompt = text_signs?.prompt ?? (text?.prompt === undefined ? undefined : prompts(text.prompt));
      return [flagged(ofPrompt), flagged(ofAnswer(event))];
    });
  },
};

function flagged(read: Pick<Inspection, 'score' | 'rules'> | undefined): Bit {
  if (read === undefined) return undefined;
  return read.score >= flaggedFrom && { because: read.rules.slice(0, shown).join(', ') };
}
