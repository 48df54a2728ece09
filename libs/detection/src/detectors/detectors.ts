import type { SubjectRole } from '../baselines/baseline.js';
import { jointRoles } from '../joint/joint-roles.js';
import type { Levels } from '../budget/levels.js';
import type { Reference } from '../references/reference.js';
import type { TestResult } from '../verdicts/verdict.js';
import type { WindowCounts } from '../windows/window.js';
import { categories } from './categories.js';
import { constant } from './constant.js';
import { dependence } from './dependence.js';
import { elsewhere } from './elsewhere.js';
import type { Detector } from './detector.js';
import { oddities } from './oddities.js';
import { outOfRange } from './out-of-range.js';
import { rate } from './rate.js';
import { shape } from './shape.js';
import { shift } from './shift.js';
import { unseen } from './unseen.js';

/** Everything that looks at the counts of a subject. A new way to look is one more file and one more name here. */
export const detectors: readonly Detector[] = [
  shape,
  shift,
  categories,
  unseen,
  oddities,
  outOfRange,
  rate,
  constant,
  dependence,
  elsewhere,
];

/** All tests of one window, the most surprising first. */
export function testsOf(window: WindowCounts, reference: Reference, levels: Levels): readonly TestResult[] {
  const found: TestResult[] = [];
  for (const group of levels.groups)
    for (const detector of detectors)
      for (const test of detector(window, reference, group.levels)) if (group.holds(test.statistic)) found.push(test);
  return found.sort((a, b) => levels.weighed(a) - levels.weighed(b));
}

/** What a surprising window looks like by itself: the kind of a finding. */
export function kindOf(tests: readonly TestResult[], alpha: number, events: number, role?: SubjectRole): string {
  if (tests.some((test) => test.statistic === 'constant' && test.p_value <= alpha)) return 'constant answer';
  switch (tests[0]?.statistic) {
    case 'new':
      return 'new category';
    case 'nulls':
      return 'missing values';
    case 'wrong type':
      return 'wrong type';
    case 'nans':
    case 'infinities':
      return 'no number';
    case 'rate':
      return 'errors';
    case 'volume':
      return events === 0 ? 'silence' : 'volume';
    default:
      return role !== undefined && jointRoles.has(role) ? 'joint drift' : 'drift';
  }
}
