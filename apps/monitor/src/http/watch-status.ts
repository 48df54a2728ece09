import {
  blindSpots,
  feedbackBlindSpots,
  type BlindSpot,
  type Calibration,
  type FeedbackCalibration,
} from '@anchorwatch/compromise';
import type { Baseline, Judgement } from '@anchorwatch/detection';
import { blindness, labelBlindness } from '../roles/blindness.js';
import type { FeedbackState } from '../roles/feedback-stream.js';
import type { LabelShare, WatchShare } from '../roles/watch-budget.js';
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

/** What is known of the watch of one baseline's labels. */
export interface KnownLabelWatch {
  readonly baseline: Baseline;
  /** Undefined where the store has none. */
  readonly calibration: FeedbackCalibration | undefined;
  readonly judgement: Judgement | undefined;
  /** Undefined without a calibration. */
  readonly share: LabelShare | undefined;
}

/** The same of the labels about them. */
export function labelWatchStatus({ baseline, calibration, judgement, share }: KnownLabelWatch) {
  const { feedback, tick } = baseline;
  const missing = feedback && !calibration ? 'the calibration of its labels is not in the store' : null;
  const state = judgement && (JSON.parse(judgement.state) as FeedbackState);
  const tickMs = tick.kind === 'time' ? tick.ms : 1;
  const blind: readonly BlindSpot[] = calibration ? feedbackBlindSpots(calibration) : [];
  return {
    /** The signs that are judged, and from how many labels of how many sources they were calibrated. */
    calibration:
      feedback && calibration
        ? { signs: feedback.signs, labels: calibration.labels, sources: calibration.sources }
        : null,
    /** Why no label is watched at all. */
    blind_because: labelBlindness(baseline) ?? missing,
    /** What cannot be seen beside what can. */
    blind,
    alarms_per_week: share?.budget.alarms ?? 0,
    /** Over which the alarms are spread. */
    labels_per_week: share?.budget.labels ?? 0,
    /** That are read of a second of event time at most. */
    labels_per_second: ((share?.most ?? 0) * 1_000) / tickMs,
    watched_until: judgement ? (judgement.tick + 1) * tickMs : null,
    labels: state?.labels ?? 0,
    read: state?.read ?? 0,
    unread: (state?.labels ?? 0) - (state?.read ?? 0),
    sources_let_go: state?.sources_let_go ?? 0,
  };
}
