import { subjectsOf, type Baseline } from '@anchorwatch/detection';
import type { StoredEvent, StoredLabel } from '@anchorwatch/telemetry';
import type { Blind } from './blind.js';
import { classicDetectors, type ClassicName, type ClassicRun } from './classic-detectors.js';

/** A drift that a classic detector reports: no finding, no incident, outside of the budget. */
export interface ClassicSignal {
  readonly detector: ClassicName;
  readonly subject: string;
  readonly event: number;
}

/** The stream of right and wrong answers: 1 where the predicted label is not the true one. */
const WRONG_ANSWERS = 'wrong answers';
/** Most signals that are listed; a detector that fires all the time must not fill the memory. */
const SIGNALS_LISTED = 100_000;
/** Beyond this many deviations a value is as far as any: squares of larger ones would overflow. */
const FARTHEST = 1e6;

/**
 * Runs the classic detectors over the numbers of every event and over its wrong answers. Numbers are taken in the
 * baseline's standard deviations from its mean, because most of these detectors depend on the scale; the baseline's own
 * events only warm them up.
 */
export class Classics {
  readonly signals: ClassicSignal[] = [];
  private dropped = 0;
  private answers = 0;
  private readonly runs = new Map<string, readonly (readonly [ClassicName, ClassicRun])[]>();
  private readonly scales: ReadonlyMap<string, { readonly mean: number; readonly sd: number }>;

  constructor(
    private readonly names: readonly ClassicName[],
    baseline: Baseline,
  ) {
    this.scales = new Map(
      baseline.subjects.flatMap(({ subject, role, mean, sd }) =>
        mean === undefined || role === 'errors' || role === 'truth'
          ? []
          : [[subject, { mean, sd: sd === undefined || sd === 0 ? 1 : sd }]],
      ),
    );
  }

  warmUp(events: readonly StoredEvent[], labels: readonly StoredLabel[]): void {
    this.read(events, labels, () => undefined);
  }

  take(events: readonly StoredEvent[], labels: readonly StoredLabel[]): void {
    this.read(events, labels, (signal) => {
      if (this.signals.length < SIGNALS_LISTED) this.signals.push(signal);
      else this.dropped += 1;
    });
  }

  /** What could not run, and what is not listed. */
  blind(): readonly Blind[] {
    const unread = this.names.filter((name) => classicDetectors[name].reads === 'errors' && this.answers === 0);
    const blind = unread.map((name) => ({
      detector: `classic ${name}`,
      reason: 'no event has both a predicted label and its truth',
    }));
    if (this.dropped === 0) return blind;
    return [
      ...blind,
      { detector: 'classic', reason: `${this.dropped} signals beyond ${SIGNALS_LISTED} are not listed` },
    ];
  }

  private read(
    events: readonly StoredEvent[],
    labels: readonly StoredLabel[],
    report: (signal: ClassicSignal) => void,
  ): void {
    const truths = new Map(labels.map(({ label }) => [label.event_id, label.label]));
    for (const { source, event } of events) {
      const feed = (subject: string, reads: 'numbers' | 'errors', value: number): void => {
        for (const [detector, run] of this.runsOf(subject, reads))
          if (run(value)) report({ detector, subject, event: source.offset });
      };
      for (const { subject, value } of subjectsOf(event)) {
        const scale = this.scales.get(subject);
        if (scale === undefined || typeof value !== 'number' || !Number.isFinite(value)) continue;
        feed(subject, 'numbers', Math.max(-FARTHEST, Math.min(FARTHEST, (value - scale.mean) / scale.sd)));
      }
      const truth = truths.get(event.event_id);
      if (truth === undefined || event.prediction.label === undefined) continue;
      this.answers += 1;
      feed(WRONG_ANSWERS, 'errors', truth === event.prediction.label ? 0 : 1);
    }
  }

  /** A subject's own detectors, begun at its first value. */
  private runsOf(subject: string, reads: 'numbers' | 'errors'): readonly (readonly [ClassicName, ClassicRun])[] {
    const key = `${reads} ${subject}`;
    let runs = this.runs.get(key);
    if (runs === undefined) {
      runs = this.names
        .filter((name) => classicDetectors[name].reads === reads)
        .map((name) => [name, classicDetectors[name].begin()] as const);
      this.runs.set(key, runs);
    }
    return runs;
  }
}
