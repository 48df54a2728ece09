import { askerOf, type Question } from '../question.js';
import type { Detector } from './detector.js';
import { PrintIndex, printsOf, type Match, type PrintsMemory } from './print-index.js';
import { stepSigns } from './step-signs.js';

/** From which share of common hashes on questions are alike, and from how many hands on a walk is no ordinary one. */
export interface FittedPrints {
  readonly alike: number;
  readonly hands: number;
}

/** Two healthy questions in a hundred at most are as much alike as this; less than so much in common is never alike. */
const ordinary = 0.02;
/** … or up to ten, where no share is rarer. */
const mostOrdinary = 0.1;
const leastAlike = 0.25;
/** From where on healthy questions would have to be alike, fingerprints tell nothing. */
const mostAlike = 0.9;
const fewest = 200;
/** As of `relay`: walks of so many hands are not ordinary where one healthy question in two thousand at most is on one. */
const triedHands = [4, 5, 6];
const ordinaryWalk = 1 / 2_000;
const mostHands = 8;

/**
 * Whether a question shares more hashes of its fingerprint with a recent one of anybody than healthy ones do: small steps, seen by salted hashes that the producer
 * sends in place of features. The same fingerprint again is a retry.
 */
export const prints: Detector<FittedPrints, PrintsMemory> = {
  remembers: true,
  bits: [
    {
      name: 'overlap',
      means:
        'share more hashes of their fingerprint with a recent one, without being the same, than 98 % of healthy ones',
      needs: 'salted hashes of the question in the attribute `fingerprint`',
      costs: 'one look-up for each hash, at most 64; 2,000 to 4,000 questions are remembered',
      ...stepSigns,
      evaded_by: 'knowing the salt, large steps, or waiting for more than 2,000 questions of others between two steps',
    },
  ],

  fit(healthy) {
    const printed = healthy.filter(({ event }) => printsOf(event.attributes).length > 0);
    if (printed.length === 0) return { blind: 'no fingerprints (the attribute fingerprint)' };
    if (printed.length < fewest)
      return {
        blind: `only ${printed.length} events with a fingerprint in the baseline, at least ${fewest} are needed`,
      };
    const shares = read(printed, Infinity).map(({ share }) => share);
    const alike = alikeFrom(shares);
    if (alike === undefined)
      return { blind: 'healthy questions have nearly all hashes of their fingerprints in common' };
    const hands = read(printed, alike).map((own) => own.hands);
    const isOrdinary = (tried: number) => hands.filter((count) => count >= tried).length <= ordinaryWalk * hands.length;
    return { alike, hands: triedHands.find(isOrdinary) ?? mostHands + 1 };
  },

  open({ alike, hands: enough }, memory) {
    const index = new PrintIndex(memory);
    return {
      read(question) {
        const { match, hands } = step(index, question, alike) ?? {};
        if (hands === undefined) return [undefined];
        if (match === undefined || match.share < alike || match.share === 1) return [false];
        const { row } = match;
        const flipped = row.label !== question.event.prediction.label;
        const beside = { beside: row.id, flipped, asker: row.asker };
        return [hands.length >= enough ? { ...beside, hands } : beside];
      },
      memory: () => index.memory(),
    };
  },
};

/** The least share that so few healthy questions reach, or, where shares are few different ones, the largest that not too many reach. */
function alikeFrom(shares: readonly number[]): number | undefined {
  const different = [...new Set([leastAlike, ...shares])].filter((share) => share >= leastAlike).sort((a, b) => a - b);
  const reaching = (share: number) => shares.filter((other) => other >= share).length / shares.length;
  const few = different.find((share) => reaching(share) <= ordinary);
  const alike = few ?? different.findLast((share) => reaching(share) <= mostOrdinary);
  return alike !== undefined && alike <= mostAlike ? alike : undefined;
}

/** Enters a question: what it is most alike to, and the hands of the walk that it continues. */
function step(
  index: PrintIndex,
  question: Question,
  alike: number,
): { readonly match: Match | undefined; readonly hands: readonly string[] } | undefined {
  const { event } = question;
  const own = printsOf(event.attributes);
  if (own.length === 0) return undefined;
  const match = index.match(own);
  const asker = askerOf(question);
  const continues = match !== undefined && match.share >= alike && match.share < 1 ? match.row.hands : [];
  const hands = asker === '' ? [] : [...continues.filter((hand) => hand !== asker), asker].slice(-mostHands);
  if (match?.share !== 1) index.add({ prints: own, id: event.event_id, label: event.prediction.label, asker, hands });
  return { match, hands };
}

/** What healthy questions share with those before, and through how many hands their walks go. */
function read(healthy: readonly Question[], alike: number): readonly { share: number; hands: number }[] {
  const index = new PrintIndex();
  return healthy.map((question) => {
    const { match, hands } = step(index, question, alike)!;
    return { share: match === undefined || match.share === 1 ? 0 : match.share, hands: hands.length };
  });
}
