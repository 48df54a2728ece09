import { answersThatVary } from '../budget/policy.js';
import type { Detector } from './detector.js';

/**
 * An answer that froze: a whole window in one bin, of a score, label or value that varied in the baseline. Its chance
 * is at most the share of the baseline's largest bin, once for every effective event.
 */
export const constant: Detector = (window, reference, levels) => {
  const overdispersion = reference.worst(reference.overdispersionAt(window.scale));
  const size = window.n / overdispersion;
  const varied = reference.total > 0 && reference.largestShare < 1;
  if (!answersThatVary.has(reference.subject.role) || !varied || size < levels.policy.minimum_effective) return [];
  if (!window.counts.includes(window.n)) return [];
  const needed = Math.log(levels.policy.alpha) / Math.log(reference.largestShare);
  return [{ statistic: 'constant', value: size, p_value: reference.largestShare ** size, critical: needed }];
};
