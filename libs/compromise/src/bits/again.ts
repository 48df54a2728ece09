import { createHash } from 'node:crypto';
import { fingerprintOf } from '../fingerprint.js';
import { askerOf, type Question } from '../question.js';
import { promptOf } from '../texts/of-event.js';
import { costSigns } from './cost-signs.js';
import type { Detector } from './detector.js';

/** Askers whose last questions are remembered, the latest. */
const mostAskers = 10_000;
/** A double click asks twice, a patient client tries three times. */
const usual = { lookedBack: 16, retries: 3 };

/** How many of an asker's last questions are looked at, and how many of them may be the same. */
export interface FittedAgain {
  readonly lookedBack: number;
  readonly retries: number;
}

/** For each asker, the latest last: its last questions as numbers, 16 places each, and the place of the oldest. */
export interface AgainMemory {
  readonly askers: readonly string[];
  readonly numbers: Float64Array;
  readonly next: Uint8Array;
}

interface Asked {
  readonly numbers: Float64Array;
  next: number;
}

/**
 * Whether the same principal asks the same again and again, beyond what double clicks and retries explain: agents caught in a loop, or made to loop, come back
 * to the same state, and a flood is often one question.
 */
export const again: Detector<FittedAgain, AgainMemory> = {
  remembers: true,
  bits: [
    {
      ...costSigns,
      name: 'again',
      means: 'were asked three times before among the last 16 of the same principal',
      needs: 'principals, and features or prompts',
      costs: 'one hash and 16 comparisons; the last 10,000 principals are remembered',
      atlas: ['AML.T0034.000', 'AML.T0034.002', 'AML.T0029'],
      evaded_by: 'changing anything in the question each time',
    },
  ],

  fit(healthy) {
    if (!healthy.some((question) => askerOf(question) !== '')) return { blind: 'no principals' };
    if (!healthy.some((question) => stateOf(question) !== undefined)) return { blind: 'no features and no prompts' };
    return usual;
  },

  open({ lookedBack, retries }, memory) {
    const asked = new Map<string, Asked>(
      memory?.askers.map((asker, k) => [
        asker,
        { numbers: memory.numbers.slice(k * lookedBack, (k + 1) * lookedBack), next: memory.next[k]! },
      ]),
    );
    return {
      read(question) {
        const asker = askerOf(question);
        const state = asker === '' ? undefined : stateOf(question);
        if (state === undefined) return [undefined];
        const own = asked.get(asker) ?? { numbers: new Float64Array(lookedBack).fill(-1), next: 0 };
        const before = own.numbers.reduce((count, number) => count + (number === state ? 1 : 0), 0);
        own.numbers[own.next] = state;
        own.next = (own.next + 1) % lookedBack;
        asked.delete(asker);
        asked.set(asker, own);
        if (asked.size > mostAskers) asked.delete(asked.keys().next().value!);
        return [before >= retries && { because: `${before} of the ${lookedBack} before it were the same` }];
      },
      memory() {
        const numbers = new Float64Array(asked.size * lookedBack);
        [...asked.values()].forEach((own, k) => numbers.set(own.numbers, k * lookedBack));
        return { askers: [...asked.keys()], numbers, next: Uint8Array.from(asked.values(), ({ next }) => next) };
      },
    };
  },
};

/** 48 bits of a hash of the question, in which two of sixteen do not meet by chance. */
function stateOf({ event }: Question): number | undefined {
  const prompt = promptOf(event);
  if (prompt === undefined && Object.keys(event.features).length === 0) return undefined;
  const hash = createHash('sha256').update(fingerprintOf(event));
  return hash
    .update(prompt === undefined ? 'none' : `some${prompt}`)
    .digest()
    .readUIntBE(0, 6);
}
