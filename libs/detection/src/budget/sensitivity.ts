import { normalQuantile } from '@anchorwatch/stats';
import type { Baseline } from '../baselines/baseline.js';
import { effectiveSize } from '../detectors/detector.js';
import type { Feed } from '../detection-store.js';
import { LevelsBook } from './levels-book.js';
import { judgedOn, scalesOf, type JudgePolicy } from './policy.js';
import { SubjectReference } from '../references/subject-reference.js';

/** What a window of one length can see of a subject: the other side of the budget and the tolerances. */
export interface Sensitivity {
  readonly subject: string;
  readonly segment: string;
  /** Window length in ticks, and the events that it holds at the baseline's rate. */
  readonly scale: number;
  readonly n: number;
  readonly n_effective: number;
  /** Each test's share of the budget here. */
  readonly alpha: number;
  /**
   * The smallest shift of location that is found in nine of ten such windows, in standard deviations of the baseline's
   * ranks, tolerance included; null where the window is too small to be tested, or the subject has no order.
   */
  readonly smallest_shift: number | null;
  /** The part of it that the tolerance makes. */
  readonly tolerance: number;
}

const power = 0.9;

/**
 * The trade-off of budget, tolerance and patience: for each subject and window length the smallest shift of location that is
 * found, by the normal law of the first Neyman component: tolerance + (z_α/2 + z_.9)·√(ĉ/nₑ).
 *
 * @param subject all subjects when not given; one that is not watched has none
 * @returns windows by ascending length, of the whole traffic and each segment
 * @see Rayner & Best (1989), Smooth Tests of Goodness of Fit
 */
export function sensitivityOf(
  baseline: Baseline,
  feed: Feed,
  policy: JudgePolicy,
  subject?: string,
): readonly Sensitivity[] {
  const book = new LevelsBook(policy, baseline, feed);
  const judged = baseline.subjects.filter(
    (one) =>
      judgedOn(one, feed) && (subject === undefined || one.subject === subject) && book.watches(one.subject, one.role),
  );
  return judged.flatMap((one) =>
    one.profiles.flatMap((profile) => {
      const known = new SubjectReference(one, profile, baseline.tick);
      const perTick = known.pooled.total / Math.max(1, baseline.ticks);
      return scalesOf(baseline.ticks, policy.largest_window_ticks).map((scale): Sensitivity => {
        const reference = known.typical(scale);
        const n = perTick * scale;
        const inForce = reference.overdispersionAt(scale);
        const worst = reference.worst(inForce);
        const levels = book.at(one.subject, profile.segment, scale);
        const { alpha, tolerances, minimum_effective } = levels.policy;
        const tested = one.ordered && n / worst >= minimum_effective;
        const spread = Math.sqrt((inForce.neyman[0] ?? worst) / Math.max(1e-9, effectiveSize(n, reference.total)));
        const reach = levels.z + normalQuantile(1 - power);
        return {
          subject: one.subject,
          segment: profile.segment,
          scale,
          n,
          n_effective: n / worst,
          alpha,
          smallest_shift: tested ? tolerances.component + reach * spread : null,
          tolerance: tolerances.component,
        };
      });
    }),
  );
}
