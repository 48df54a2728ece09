import type { FeatureValue, InferenceEvent } from '@anchorwatch/telemetry';
import { askerOf } from '../question.js';
import type { Blind, Detector } from './detector.js';

/** Askers whose last question is remembered, the latest. */
const remembered = 10_000;
const fewest = 1;
const most = 2;
/** A question needs more features than this, or two of them are not few. */
const enoughFeatures = 3;

/**
 * Whether somebody changed one feature or two of their own previous question and held the rest: attacks along coordinates, attribute inference and
 * probing around one record ask so.
 */
export const steps: Detector<{ readonly features: number }> = {
  remembers: true,
  bits: [
    {
      name: 'few',
      means: 'change only one or two features of the same principal’s previous one',
      needs: 'principals, and more than three features',
      costs: 'one comparison with the principal’s previous question; the last 10,000 principals are remembered',
      suspicion: 'evasion',
      never: false,
      atlas: ['AML.T0043.001', 'AML.T0024.000', 'AML.T0024.001'],
      owasp: ['ML01:2023', 'ML03:2023', 'ML04:2023'],
      nist: ['NISTAML.025', 'NISTAML.032', 'NISTAML.033'],
      evaded_by: 'asking something else in between, or changing many features at once',
    },
  ],

  fit(healthy): { readonly features: number } | Blind {
    if (!healthy.some((question) => askerOf(question) !== '')) return { blind: 'no principals' };
    const features = Math.max(0, ...healthy.map(({ event }) => Object.keys(event.features).length));
    if (features <= enoughFeatures)
      return { blind: `only ${features} features, more than ${enoughFeatures} are needed` };
    return { features };
  },

  open() {
    const previous = new Map<string, InferenceEvent>();
    return (question) => {
      const asker = askerOf(question);
      if (asker === '') return [undefined];
      const last = previous.get(asker);
      previous.delete(asker);
      previous.set(asker, question.event);
      if (previous.size > remembered) previous.delete(previous.keys().next().value!);
      if (last === undefined) return [undefined];
      const changed = changes(last.features, question.event.features);
      if (changed < fewest || changed > most) return [false];
      return [{ beside: last.event_id, flipped: last.prediction.label !== question.event.prediction.label }];
    };
  },
};

/** How many features differ; counted no further than one above what is few. */
function changes(before: Readonly<Record<string, FeatureValue>>, now: Readonly<Record<string, FeatureValue>>): number {
  let changed = 0;
  const names = Object.keys(now);
  for (const name of names) {
    if (!isSame(before[name] ?? null, now[name] ?? null) && ++changed > most) return changed;
  }
  for (const name of Object.keys(before)) if (!(name in now) && ++changed > most) return changed;
  return changed;
}

function isSame(a: FeatureValue, b: FeatureValue): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, k) => value === b[k]);
  return a === b;
}
