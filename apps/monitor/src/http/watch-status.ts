import { blindSpots, type BlindSpot, type Calibration } from '@anchorwatch/compromise';
import type { Baseline, Judgement } from '@anchorwatch/detection';
import { blindness } from '../roles/blindness.js';
import type { WatchShare } from '../roles/watch-budget.js';
import type { WatchState } from '../roles/watched-stream.js';

/** What is known of the watch of one baseline's questions. */
export interface KnownWatch {
  readonly baseline: Baseline;
  /** Undefined where the store has none. */
  readonly calibration: Calibration | undefined;
  readonly judgement: Judgement | undefined;
  /** Undefined without a calibration. */
  readonly share: WatchShare | undefined;
}

/** Whether and how far the questions of one baseline are watched, what that may cost, and what it cannot see. */
export function watchStatus({ baseline, calibration, judgement, share }: KnownWatch) {
  const { digest, model_version, compromise, tick } = baseline;
  const missing = compromise && !calibration ? 'its calibration is not in the store' : null;
  const blind_because = blindness(baseline) ?? missing;
  const state = judgement && (JSON.parse(judgement.state) as WatchState);
  const tickMs = tick.kind === 'time' ? tick.ms : 1;
  const blind: readonly BlindSpot[] = calibration ? blindSpots(calibration) : [];
  return {
    baseline: digest,
    model_version,
    /** The bits that are judged, and from how many events they were calibrated. */
    calibration: compromise && calibration ? { bits: compromise.bits, events: calibration.events } : null,
    /** Why nothing is watched at all. */
    blind_because,
    /** What cannot be seen beside what can. */
    blind,
    alarms_per_week: share?.budget.alarms ?? 0,
    /** Over which the alarms are spread. */
    questions_per_week: share?.budget.questions ?? 0,
    /** That are read of a second of event time at most. */
    questions_per_second: ((share?.most ?? 0) * 1_000) / tickMs,
    watched_until: judgement ? (judgement.tick + 1) * tickMs : null,
    questions: state?.questions ?? 0,
    scored: state?.scored ?? 0,
    unscored: (state?.questions ?? 0) - (state?.scored ?? 0),
    principals_let_go: state?.principals_let_go ?? 0,
  };
}
