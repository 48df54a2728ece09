import type { Baseline, BaselineSubject, SubjectRole } from '../baselines/baseline.js';
import { testsOf } from '../detectors/detectors.js';
import { volume, type VolumeAtScale } from '../detectors/volume.js';
import { effectsOf, noEffects, type Effects } from './effects.js';
import { jointRoles } from '../joint/joint-roles.js';
import type { Levels } from '../budget/levels.js';
import type { MetricComparison } from '../performance/metric-test.js';
import { judgeMetric } from '../performance/metric-verdict.js';
import type { OutcomeWindow } from '../performance/outcome-windows.js';
import type { Reference } from '../references/reference.js';
import type { DetectorName, TestResult, Verdict } from './verdict.js';
import type { Ends, WindowCounts } from '../windows/window.js';
import { noShares, sharesOf, type Shares } from './shares.js';
import { volumeWords, wordsOf } from './words.js';

/** Every statistic of one window of a subject against its reference. */
export function verdictOf(
  baseline: Baseline,
  window: WindowCounts,
  ends: Ends,
  reference: Reference,
  levels: Levels,
): Verdict {
  const { subject, profile } = reference;
  const tests = testsOf(window, reference, levels);
  const effective = window.n / reference.worst(reference.overdispersionAt(window.scale));
  const insufficient = effective < levels.policy.minimum_effective;
  const effects = effectsOf(window, reference, levels);
  const shares = sharesOf(window, reference);
  const words = wordsOf(window, reference, tests, insufficient);
  const cost = levels.cost(reference.statistics, insufficient);
  const sizes = { n: window.n, effective, insufficient, cost };
  return assembled(
    baseline,
    subject,
    profile.segment,
    placeOf(baseline, window.scale, window.tick, ends),
    sizes,
    effects,
    shares,
    tests,
    levels,
    words,
  );
}

const volumeTests = ['volume'];

/** The verdict on how much traffic there was in a window. */
export function volumeVerdictOf(
  baseline: Baseline,
  segment: string,
  window: { readonly scale: number; readonly tick: number; readonly n: number },
  ends: Ends,
  usual: VolumeAtScale,
  levels: Levels,
): Verdict {
  const tests = [volume(window.n, usual, levels)];
  const effective = window.n / Math.max(1, usual.variance / Math.max(usual.mean, 1));
  const words = volumeWords(window.n, usual, tests[0]!.p_value < 1);
  const sizes = { n: window.n, effective, insufficient: false, cost: levels.cost(volumeTests, false) };
  const place = placeOf(baseline, window.scale, window.tick, ends);
  return assembled(
    baseline,
    { subject: 'volume', role: 'volume' },
    segment,
    place,
    sizes,
    noEffects,
    noShares,
    tests,
    levels,
    words,
  );
}

/** The verdict on one measure of performance in a window, or undefined where nothing was measured. */
export function metricVerdictOf(
  baseline: Baseline,
  segment: string,
  window: OutcomeWindow & { readonly scale: number; readonly tick: number },
  ends: Ends,
  comparison: MetricComparison,
  levels: Levels,
): Verdict | undefined {
  const found = judgeMetric(comparison, window.outcomes, window.scale, levels);
  if (found === undefined) return undefined;
  const { n, effective, insufficient, tests, words } = found;
  const { unmatched, unusable } = window;
  const { statistics, reference } = comparison;
  // Shares are tested in windows of any size.
  const cost = insufficient && !reference.is_share ? 0 : levels.cost(statistics, insufficient);
  return assembled(
    baseline,
    { subject: reference.metric, role: 'performance' },
    segment,
    placeOf(baseline, window.scale, window.tick, ends),
    { n, effective, insufficient, cost },
    noEffects,
    { ...noShares, null_share: unmatched / (n + unmatched + unusable) },
    tests,
    levels,
    words,
  );
}

interface Place extends Ends {
  readonly scale: number;
  readonly tick: number;
  readonly from: number;
  readonly to: number;
}

function placeOf({ tick: rule }: Baseline, scale: number, tick: number, ends: Ends): Place {
  const { first_offset, last_offset, first_time, last_time } = ends;
  const byTime = rule.kind === 'time';
  const from = byTime ? (tick - scale + 1) * rule.ms : first_time;
  return {
    scale,
    tick,
    from,
    to: byTime ? (tick + 1) * rule.ms : last_time,
    first_offset,
    last_offset,
    first_time,
    last_time,
  };
}

function detectorOf(role: SubjectRole): DetectorName {
  if (role === 'performance') return 'performance';
  return role === 'feature' || jointRoles.has(role) ? 'feature drift' : 'output shift';
}

/** Named one by one: objects put together by spreading are an order of magnitude slower, and there are very many verdicts. */
function assembled(
  baseline: Baseline,
  { subject, role }: Pick<BaselineSubject, 'subject' | 'role'>,
  segment: string,
  place: Place,
  sizes: { readonly n: number; readonly effective: number; readonly insufficient: boolean; readonly cost: number },
  effects: Effects,
  shares: Shares,
  tests: readonly TestResult[],
  levels: Levels,
  words: string,
): Verdict {
  const { policy } = levels;
  const pValue = tests[0] === undefined ? 1 : levels.weighed(tests[0]);
  return {
    model: baseline.model,
    model_version: baseline.model_version,
    baseline: baseline.digest,
    detector: detectorOf(role),
    subject,
    role,
    segment,
    scale: place.scale,
    tick: place.tick,
    window_from: place.from,
    window_to: place.to,
    first_offset: place.first_offset,
    last_offset: place.last_offset,
    n: sizes.n,
    n_effective: sizes.effective,
    insufficient: sizes.insufficient,
    psi: effects.psi,
    psi_noise: effects.psi_noise,
    psi_critical: effects.psi_critical,
    ks: effects.ks,
    ks_p_value: effects.ks_p_value,
    ks_critical: effects.ks_critical,
    jensen_shannon: effects.jensen_shannon,
    hellinger: effects.hellinger,
    wasserstein: effects.wasserstein,
    wasserstein_units: effects.wasserstein_units,
    null_share: shares.null_share,
    wrong_type_share: shares.wrong_type_share,
    nan_share: shares.nan_share,
    infinite_share: shares.infinite_share,
    new_share: shares.new_share,
    below_share: shares.below_share,
    above_share: shares.above_share,
    tests,
    alpha: policy.alpha,
    cost: sizes.cost,
    p_value: pValue,
    alarm: pValue <= policy.alpha,
    words,
  };
}
