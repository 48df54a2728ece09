import { setImmediate as turnOfOthers } from 'node:timers/promises';
import {
  calibratingFeedback,
  feedbackSeen,
  mostHealthyLabels,
  type FeedbackCalibration,
  type LabelledQuestion,
  type PlacedEvent,
} from '@anchorwatch/compromise';
import { isLeftOut, wholeTicks, type FeedbackWatch, type Pages } from '@anchorwatch/detection';
import type { StoredLabel } from '@anchorwatch/telemetry';
import type { HealthyTelemetry } from './calibrate-beside.js';
import { labelOrder } from './label-order.js';

/**
 * Calibrates the watch over labels from healthy events and the labels about them, with turns for others in between; undefined where no label names its source.
 *
 * @param healthy the newest of the baseline's events: of labels about others nothing is learnt
 */
export async function calibrateLabels(
  {
    model,
    model_version,
    tick,
    left_out = [],
  }: Pick<HealthyTelemetry, 'model' | 'model_version' | 'tick' | 'left_out'>,
  healthy: readonly PlacedEvent[],
  labels: Pages<StoredLabel>,
): Promise<FeedbackCalibration | undefined> {
  const events = new Map(healthy.map(({ event }) => [event.event_id, event]));
  const unhealthy = left_out.length === 0 ? [] : wholeTicks(left_out, tick);
  let held: LabelledQuestion[] = [];
  for await (const page of labels) {
    for (const { label } of page) {
      const event = events.get(label.event_id);
      if (event === undefined || isLeftOut(label.label_time, unhealthy)) continue;
      held.push({ offset: 0, time: label.label_time, event, label });
    }
    if (held.length > 2 * mostHealthyLabels) held = newest(held);
  }
  if (!held.some(({ label }) => label.source !== '')) return undefined;
  const work = calibratingFeedback(model, model_version, timed(newest(held)));
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await turnOfOthers();
  }
}

/** What a baseline says of the calibration beside it; no name of a source is in it. */
export function feedbackWatchOf(calibration: FeedbackCalibration): FeedbackWatch {
  return { signs: feedbackSeen(calibration) };
}

/** The latest, in the order in which a store gives labels. */
function newest(held: readonly LabelledQuestion[]): LabelledQuestion[] {
  return held.toSorted(labelOrder).slice(-mostHealthyLabels);
}

/** Labels of a table bear the times of their rows: that says nothing of how fast labels come. */
function timed(held: readonly LabelledQuestion[]): readonly LabelledQuestion[] {
  if (held.some(({ event, label }) => label.label_time !== event.event_time)) return held;
  return held.map((question) => ({ ...question, label: { ...question.label, label_time: 0 } }));
}
