import { kindOf } from '../detectors/detectors.js';
import type { Feed } from '../detection-store.js';
import { digestOf } from '../digest.js';
import type { Finding } from './finding.js';
import type { Tier, Verdict } from '../verdicts/verdict.js';
import { sentenceOf } from '../verdicts/words.js';

/** What a finding shows of its window and reference. */
export type Evidence = Omit<Finding['evidence'], 'psi' | 'ks'>;

/**
 * A finding on a verdict. One that rises from digest to watch or alarm keeps the id of its onset.
 * @param level the alpha that the verdict passed
 */
export function findingOf(
  verdict: Verdict,
  tier: Tier,
  feed: Feed,
  evidence: Evidence,
  level: number,
  former: Finding | undefined,
): Finding {
  const { model, model_version, baseline, detector, subject, role, segment, tests, tick, scale } = verdict;
  const first = tests[0]!;
  return {
    id: former?.id ?? digestOf([model, baseline, detector, subject, segment, tick, feed]).slice(0, 32),
    detector,
    kind: role === 'performance' ? 'performance' : kindOf(tests, level, verdict.n, role),
    tier,
    model,
    model_version,
    baseline,
    subject,
    role,
    segment,
    principals: [],
    statistic: first.statistic,
    value: first.value,
    critical: first.critical,
    p_value: first.p_value,
    n: verdict.n,
    n_effective: verdict.n_effective,
    window: {
      first_event: verdict.first_offset,
      last_event: verdict.last_offset,
      from: verdict.window_from,
      to: verdict.window_to,
    },
    raised_at: { event: verdict.last_offset, time: verdict.window_to },
    ended_at: null,
    tick,
    scale,
    tests,
    evidence: { ...evidence, psi: verdict.psi, ks: verdict.ks },
    words: sentenceOf(verdict),
  };
}
