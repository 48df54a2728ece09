import type { Calibration, FeedbackCalibration } from '@anchorwatch/compromise';
import type { Baseline, Pages } from '@anchorwatch/detection';
import type { Store } from '@anchorwatch/store';
import type { StoredLabel } from '@anchorwatch/telemetry';
import { calibrateBeside, newestHealthy, watchOf, type HealthyTelemetry } from './calibrate-beside.js';
import { calibrateLabels, feedbackWatchOf } from './calibrate-labels.js';

/** What is calibrated beside a baseline, from the same telemetry. */
export interface Watches {
  readonly questions: Calibration;
  /** Undefined where no label names its source. */
  readonly labels: FeedbackCalibration | undefined;
}

/** Calibrates whatever watches for compromise; questions alone where no labels are given. */
export async function calibrateWatches(given: HealthyTelemetry, labels?: () => Pages<StoredLabel>): Promise<Watches> {
  const healthy = await newestHealthy(given);
  const questions = await calibrateBeside(given, healthy);
  return { questions, labels: labels && (await calibrateLabels(given, healthy, labels())) };
}

/** What a baseline says of them. */
export function watchesOf({ questions, labels }: Watches): Pick<Baseline, 'compromise' | 'feedback'> {
  return { compromise: watchOf(questions), ...(labels && { feedback: feedbackWatchOf(labels) }) };
}

/** Keeps them under a baseline's digest, before the baseline itself: where that is, so is what it speaks of. */
export async function putWatches(
  store: Pick<Store, 'compromise' | 'feedback'>,
  digest: string,
  { questions, labels }: Watches,
): Promise<void> {
  await store.compromise.putCalibration(digest, questions);
  if (labels) await store.feedback.putCalibration(digest, labels);
}
