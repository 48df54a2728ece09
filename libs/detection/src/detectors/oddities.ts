import type { SubjectRole } from '../baselines/baseline.js';
import type { TestResult } from '../verdicts/verdict.js';
import { beyondBounds } from './beyond-bounds.js';
import type { Detector } from './detector.js';
import { withRoom } from './tolerated-share.js';

/** Always there, or missing only where the features that they are made of are. */
const oddless: ReadonlySet<SubjectRole> = new Set([
  'errors',
  'reconstruction error',
  'feature pair',
  'features together',
]);

/**
 * Values that lie in no bin, among all of them: missing ones and those that are no number, on both sides; values of the wrong
 * type and infinite ones, upwards.
 */
export const oddities: Detector = (window, { oddities: reference }, levels) => {
  const { all } = window;
  const [nulls, wrongType, nans, infinities] = reference.outside;
  if (all === 0 || reference.everything === 0 || oddless.has(reference.subject.role)) return [];
  const overdispersion = reference.overdispersionAt(window.scale).nulls;
  const test = (statistic: string, count: number, before: number, bothSides: boolean): TestResult | undefined => {
    if (count === 0 && before === 0) return undefined;
    const bounds = reference.boundsOf(before, reference.everything, overdispersion);
    const used = withRoom(bothSides ? bounds : { lower: 0, upper: bounds.upper }, levels.policy.tolerances);
    return beyondBounds(statistic, count, all, used, overdispersion, levels.policy.alpha);
  };
  const found = [
    test('nulls', window.nulls, nulls!, true),
    test('wrong type', window.wrong_type, wrongType!, false),
    test('nans', window.nans, nans!, true),
    test('infinities', window.infinities, infinities!, false),
  ];
  return found.filter((result) => result !== undefined);
};
