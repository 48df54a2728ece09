import type { Baseline, Finding } from '@anchorwatch/detection';
import {
  calibrateFeedback,
  feedbackBlindSpots,
  feedbackFinding,
  FeedbackWatcher,
  mostHealthyLabels,
  type FeedbackCalibration,
  type LabelledQuestion,
} from '@anchorwatch/compromise';
import { labelledAt, labelOrder } from '../compromise/label-order.js';
import type { Blind } from './blind.js';
import { tickOf } from './compromise.js';
import { ownLabels, type LabelsByEvent } from './labels.js';
import type { Page } from './source.js';

/** What a file's labels are judged by. */
export interface FeedbackReference {
  readonly calibration: FeedbackCalibration;
  /** Labels for each event, on average. */
  readonly labels_per_event: number;
}

/** Calibrates with the labels of a file's healthy events; undefined where none names its source. */
export async function feedbackReference(
  baseline: Baseline,
  pages: AsyncIterable<Page>,
  labels: LabelsByEvent | undefined,
): Promise<FeedbackReference | undefined> {
  let held: LabelledQuestion[] = [];
  let [events, count] = [0, 0];
  for await (const page of pages) {
    const own = labelledIn(page, labels);
    events += page.events.length;
    count += own.length;
    held.push(...own);
    if (held.length > 2 * mostHealthyLabels) held = held.toSorted(labelOrder).slice(-mostHealthyLabels);
  }
  if (!held.some(({ label }) => label.source !== '')) return undefined;
  const calibration = calibrateFeedback(baseline.model, baseline.model_version, held.toSorted(labelOrder));
  return { calibration, labels_per_event: count / Math.max(1, events) };
}

/** Labels that wait for their time, at most: beyond it the earliest are taken. */
const mostWaiting = 50_000;

/** Watches the labels of a file, in the order in which they came: all of them, also several of one event. A finding lies where the label's event does. */
export class FeedbackScan {
  private readonly watcher: FeedbackWatcher | undefined;
  /** Labels of events that have been read, which came later than any of these. */
  private waiting: LabelledQuestion[] = [];

  /**
   * @param events that the scan looks at
   * @param alarms false ones that it may cost in them
   */
  constructor(
    private readonly reference: FeedbackReference | undefined,
    private readonly baseline: Baseline,
    private readonly labels: LabelsByEvent | undefined,
    events: number,
    alarms: number,
  ) {
    if (reference === undefined) return;
    const expected = Math.max(1, Math.ceil(events * reference.labels_per_event));
    this.watcher = new FeedbackWatcher(reference.calibration, { alarms, labels: expected });
  }

  /** Takes a page, and the labels that had come when its last event was asked; the findings that began or ended with them. */
  take(page: Page): readonly Finding[] {
    if (this.watcher === undefined) return [];
    this.waiting = [...this.waiting, ...labelledIn(page, this.labels)].sort(labelOrder);
    const until = page.events.reduce((newest, { event }) => Math.max(newest, event.event_time), -Infinity);
    const due = this.waiting.findIndex((question) => labelledAt(question) > until);
    return this.watch(Math.max(due < 0 ? Infinity : due, this.waiting.length - mostWaiting));
  }

  /** The end of the file: the labels that came after its last event. */
  finish(): readonly Finding[] {
    return this.watch(Infinity);
  }

  /** Watches so many of those that wait. */
  private watch(count: number): readonly Finding[] {
    const { watcher, reference, baseline } = this;
    if (watcher === undefined || reference === undefined) return [];
    const due = this.waiting.slice(0, count);
    this.waiting = this.waiting.slice(count);
    return due
      .flatMap((question) => watcher.take(question))
      .map((signal) =>
        feedbackFinding(signal, reference.calibration, {
          baseline: baseline.digest,
          tickOf: (moment) => tickOf(moment, baseline.tick),
        }),
      );
  }

  /** Every source, with the smallest share of flipped labels that would be found. */
  sources(): readonly LabelSource[] {
    return (this.watcher?.sources() ?? []).map((state) => ({
      source: state.source,
      labels: state.labels,
      judged: state.judged,
      disagreements: state.disagreements,
      expected: rounded(state.expected, 10),
      flip_rate: rounded(state.rate, 1e4),
      suspected: state.suspected,
      smallest_flip_rate_found: state.smallest === null ? null : rounded(state.smallest, 1e4),
    }));
  }

  blind(): readonly Blind[] {
    if (this.reference === undefined)
      return [{ detector: 'poisoning: feedback', reason: 'no label of the baseline names its source' }];
    return feedbackBlindSpots(this.reference.calibration).map(({ detector, reason }) => ({
      detector: `poisoning: ${detector}`,
      reason,
    }));
  }
}

/** A source of labels, as a report lists it. */
export interface LabelSource {
  readonly source: string;
  /** All of its labels, and the latest of them that are judged. */
  readonly labels: number;
  readonly judged: number;
  readonly disagreements: number;
  readonly expected: number;
  readonly flip_rate: number;
  readonly suspected: boolean;
  readonly smallest_flip_rate_found: number | null;
}

function labelledIn(page: Page, labels: LabelsByEvent | undefined): LabelledQuestion[] {
  const own = ownLabels(page);
  return page.events.flatMap(({ source: { offset }, event }) =>
    (labels?.get(event.event_id) ?? own.get(event.event_id) ?? []).map(({ source, label }) => ({
      offset,
      time: event.event_time,
      event,
      // A label without a time of its own has its row's number for one, which says nothing of how fast labels came.
      label: label.label_time === source.offset ? { ...label, label_time: 0 } : label,
    })),
  );
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
