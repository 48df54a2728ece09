import { askerOf, type Question } from '../question.js';
import { Codes } from './codes.js';
import { isBlind, type Detector } from './detector.js';
import { namesOf } from './names-of.js';
import { healthySpacing, same } from './spacing.js';
import { stepSigns } from './step-signs.js';
import { Walks, type Links, type WalkStep, type WalksMemory } from './walks.js';

/** Which links make a walk, and through how many hands one goes that is not ordinary. */
export interface FittedRelays extends Links {
  readonly names: readonly string[];
  readonly hands: number;
}

export interface RelaysMemory {
  readonly texts: readonly string[];
  readonly walks: WalksMemory;
}

/** Healthy walks go through so many hands in one question of two thousand at most. */
const ordinary = 1 / 2_000;
/** Hands that are tried, the fewest first: three may meet by chance, and waiting for more finds campaigns late. */
const tried = [4, 5, 6];
const mostFitted = 20_000;
const fewestAskers = 10;

/**
 * Whether a question continues a walk that has gone from hand to hand: an attack whose steps are sent from many accounts, of which each by itself asks next
 * to nothing. Links are looser than those of `near`, since healthy principals hardly ever take each other's next step several times in a row.
 */
export const relays: Detector<FittedRelays, RelaysMemory> = {
  remembers: true,
  bits: [
    {
      name: 'relay',
      means: 'take the next step of a walk that at least three other principals took before',
      needs: 'ten principals, and features that vary finely or more than three features',
      costs:
        'one comparison with each of the last 400 questions, and of the last 400 on walks of several hands, mostly given up early',
      ...stepSigns,
      evaded_by:
        'repeating each question from a second account, sending a walk from fewer than four, or taking large steps',
    },
  ],

  fit(healthy) {
    const askers = new Set(healthy.map(askerOf));
    askers.delete('');
    if (askers.size < fewestAskers)
      return { blind: `the baseline names ${askers.size} principals, at least ${fewestAskers} are needed` };
    const named = namesOf(healthy);
    const spacing = healthySpacing(healthy);
    const near = isBlind(spacing) ? 0 : spacing[Math.floor(0.05 * spacing.length)]! * 0.999;
    const names = [...new Set(healthy.flatMap(({ event }) => Object.keys(event.features)))].sort();
    const links = [
      { near: near * near > same ? near : 0, steps: !isBlind(named) },
      { near: near * near > same ? near : 0, steps: false },
      { near: 0, steps: !isBlind(named) },
    ].filter((some) => some.near > 0 || some.steps);
    for (const some of links) {
      const hands = enoughHands(names, some, healthy.slice(-mostFitted));
      if (hands !== undefined) return { names, ...some, hands };
    }
    return { blind: 'healthy questions of different principals lie as near to each other as any can' };
  },

  open({ names, near, steps, hands }, memory) {
    const codes = new Codes(names, memory?.texts);
    const walks = new Walks({ near, steps }, memory?.walks);
    return {
      read(question) {
        const asked = stepOf(question, codes);
        if (asked === undefined) return [undefined];
        const step = walks.take(asked);
        if (step === undefined || step.to.hands.length < hands) return [false];
        return [
          {
            beside: step.from.id,
            flipped: step.from.label !== asked.label,
            asker: step.from.asker,
            hands: step.to.hands,
          },
        ];
      },
      memory: () => ({ texts: codes.memory(), walks: walks.memory() }),
    };
  },
};

function stepOf(question: Question, codes: Codes): Omit<WalkStep, 'hands' | 'number'> | undefined {
  const asker = askerOf(question);
  if (asker === '') return undefined;
  const { event, point } = question;
  return { codes: codes.of(event), point, id: event.event_id, label: event.prediction.label, asker };
}

/** The fewest hands through which healthy walks hardly ever go; undefined when they go through any number. */
function enoughHands(names: readonly string[], links: Links, healthy: readonly Question[]): number | undefined {
  const codes = new Codes(names);
  const walks = new Walks(links);
  const through = healthy.map((question) => {
    const step = stepOf(question, codes);
    return (step && walks.take(step)?.to.hands.length) ?? 0;
  });
  return tried.find((hands) => through.filter((count) => count >= hands).length <= ordinary * healthy.length);
}
