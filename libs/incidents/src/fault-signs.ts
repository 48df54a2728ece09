import type { Finding } from '@anchorwatch/detection';
import { binBounds } from './bin-bounds.js';
import { percent, significant } from './numbers.js';
import { scaleFactor } from './scale-factor.js';

/** Something about an input that people at the source cause more often than the world does. */
export interface FaultSign {
  readonly subject: string;
  /** How much it speaks for a data fault, 0 to 1. */
  readonly weight: number;
  /** A clause: `distance is 1.6 times what it was`. */
  readonly words: string;
  /** Why it counts, a sentence. */
  readonly reason: string;
}

/** The signs of a data fault in one finding on an input, the strongest first. */
export function faultSigns(finding: Finding): readonly FaultSign[] {
  const signs = [ofKind(finding), ofScale(finding), ofStanding(finding)];
  return signs.filter((sign) => sign !== undefined).sort((a, b) => b.weight - a.weight);
}

function ofKind(finding: Finding): FaultSign | undefined {
  const { kind, subject, role } = finding;
  switch (kind) {
    case 'wrong type': {
      if (role === 'embedding') {
        const words = `${subject} arrives in another shape`;
        return { subject, weight: 0.35, words, reason: `${subject} is no list of as many numbers as in the baseline.` };
      }
      const words = `${subject} arrives as another type`;
      return {
        subject,
        weight: 0.35,
        words,
        reason: `${subject} has values of a type that the baseline does not know.`,
      };
    }
    case 'no number': {
      const words = `${subject} has values that are no finite number`;
      return { subject, weight: 0.35, words, reason: `${words}, as a division by zero or an overflow gives.` };
    }
    case 'missing values':
      return ofMissing(finding);
    case 'new category': {
      const words = `${subject} has values never seen before`;
      return {
        subject,
        weight: 0.15,
        words,
        reason: `${subject} has values that the baseline never saw: a renamed code looks like this.`,
      };
    }
    default:
      return undefined;
  }
}

function ofMissing({ subject, evidence, n, tests, value, critical }: Finding): FaultSign | undefined {
  const test = tests.find(({ statistic }) => statistic === 'nulls') ?? { value, critical };
  if (test.value < test.critical) return undefined; // fewer are missing than before
  const share = evidence.nulls / Math.max(1, n + evidence.nulls);
  const words = share > 0 ? `${percent(share)} of ${subject} is missing` : `${subject} is missing more often`;
  return {
    subject,
    weight: 0.35,
    words,
    reason: `Values of ${subject} are missing, which is seldom the world's doing.`,
  };
}

function ofScale({ subject, evidence }: Finding): FaultSign | undefined {
  const scale = scaleFactor(evidence.bins, evidence.current, evidence.reference);
  if (scale === undefined) return undefined;
  const words = `${subject} is ${significant(scale.factor)} times what it was`;
  const constant = `Every part of ${subject} changed by the same factor, about ${significant(scale.factor)}`;
  return scale.unit === undefined
    ? { subject, weight: 0.25, words, reason: `${constant}.` }
    : { subject, weight: 0.35, words, reason: `${constant}: that is what ${scale.unit} would do.` };
}

// Nearly everything in one bin that used to hold much less.
function ofStanding({ subject, evidence, n }: Finding): FaultSign | undefined {
  const shares = (counts: readonly number[]) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => (total > 0 ? count / total : 0));
  };
  const reference = shares(evidence.reference);
  const stuck = shares(evidence.current).findIndex((share) => share >= 0.99);
  if (stuck < 0 || n < 40 || (reference[stuck] ?? 0) > 0.8 || stuck === evidence.bins.length - 1) return undefined;
  const bounds = binBounds(evidence.bins)?.[stuck];
  if (bounds !== undefined && !Number.isFinite(bounds.upper - bounds.lower)) return undefined; // an open bin holds many values
  const words = `${subject} stands still`;
  return {
    subject,
    weight: 0.3,
    words,
    reason: `Nearly all of ${subject} now falls into ${evidence.bins[stuck] ?? 'one bin'}.`,
  };
}
