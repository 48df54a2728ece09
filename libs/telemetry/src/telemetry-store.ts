import type { InferenceEvent, Label, Rejection } from './event.js';
import type { SourcePosition } from './formats/kserve/stream-clock.js';
import type { Source } from './source.js';

export interface StoredEvent {
  readonly source: Source;
  readonly event: InferenceEvent;
}
export interface StoredLabel {
  readonly source: Source;
  readonly label: Label;
}
/** A label beside the event that it is about. */
export interface StoredOutcome {
  readonly label: StoredLabel;
  /** Absent when the store has no such event. Of features and attributes only the fields asked for are there, and no text. */
  readonly event?: StoredEvent;
}
export interface StoredRejection {
  readonly source: Source;
  readonly rejection: Rejection;
  /** Wall clock of the intake, milliseconds. */
  readonly rejected_at: number;
}

export interface TelemetryBatch {
  readonly events: readonly StoredEvent[];
  readonly labels: readonly StoredLabel[];
  readonly rejections: readonly StoredRejection[];
}

export interface ModelTraffic {
  readonly model: string;
  readonly model_version: string;
  /** '' where the producer does not say. */
  readonly artefact_digest: string;
  readonly events: number;
  readonly first_event_time: number;
  readonly last_event_time: number;
}

/** A half of a request/response pair that still waits for its other half. */
export interface StoredHalf {
  readonly model: string;
  readonly request_id: string;
  readonly side: 'request' | 'response';
  /** Stream time from which on it waits, milliseconds since 1970. */
  readonly time: number;
  /** The half as JSON text. */
  readonly body: string;
}

/** What became of the halves of one partition of their topic, up to an offset. */
export interface SettledHalves {
  readonly partition: number;
  /** Those that wait from now on, or still. */
  readonly waiting: readonly StoredHalf[];
  /** Those that wait no more, or never did: paired, expired or dropped. */
  readonly done: readonly Pick<StoredHalf, 'model' | 'request_id' | 'side'>[];
  /** The offset to go on from. */
  readonly next: number;
  /** How far the sources of the halves were read there. */
  readonly positions: readonly SourcePosition[];
}

/** Where whoever is given a partition of halves goes on. */
export interface WaitingHalves {
  /** Oldest first. */
  readonly halves: readonly StoredHalf[];
  /** The offset to go on from: all before it are settled. 0 when nothing was ever settled, or it was forgotten. */
  readonly next: number;
  /** How far the sources of the halves were read at that offset. */
  readonly positions: readonly SourcePosition[];
}

/** A batch page by page; one that has to be waited for is asked for like any other. */
export type TelemetryPages = Iterable<TelemetryBatch> | AsyncIterable<TelemetryBatch>;

/**
 * Remembers telemetry. Every row carries its source; storing the same source twice leaves one row,
 * and a record sent again under the same model, event_id and event_time collapses into one when read.
 */
export abstract class TelemetryStore {
  /**
   * Stores a batch of one partition, in offset order, once: rows whose source is already stored are left out.
   * `fresh: true` promises that nothing at or beyond the first offset was ever sent to the store, and saves the look.
   * @throws when the store cannot be reached; the caller waits and calls again with `fresh: false`.
   */
  append(batch: TelemetryBatch, options: { fresh: boolean }): Promise<void> {
    return this.appendPages([batch], options);
  }

  /**
   * The same for a batch that is made page by page, a few hundred events each: every page is asked for once, when the one
   * before has been encoded, so that a long batch is never held as events. Some are stored before the last is asked for.
   */
  abstract appendPages(pages: TelemetryPages, options: { fresh: boolean }): Promise<void>;

  /** The next offset to read of a partition: one past the highest stored offset, or 0 when nothing is stored. */
  abstract nextOffset(topic: string, partition: number): Promise<number>;

  /**
   * Stored events of one partition with offset >= from, in offset order, each source once, in pages: as they came, so that
   * who counts again counts the same. An event sent again is among them until the store drops its copy for good.
   */
  abstract eventsFrom(topic: string, partition: number, from: number): AsyncIterable<readonly StoredEvent[]>;

  /** Stored labels of one partition, likewise: a label that was corrected comes before its correction, while it is kept. */
  abstract labelsFrom(topic: string, partition: number, from: number): AsyncIterable<readonly StoredLabel[]>;

  /** Events of a model in [from, to) milliseconds of event time, in time order, in pages; each event once. */
  abstract eventsOf(
    model: string,
    range: { from: number; to: number; model_version?: string },
  ): AsyncIterable<readonly StoredEvent[]>;

  /**
   * Labels of a model in [from, to) of label time, in time order, in pages. A correction follows the label it corrects, so
   * that the last one read of an event and source counts; of two at the same time only the one stored later is read.
   */
  abstract labelsOf(model: string, range: { from: number; to: number }): AsyncIterable<readonly StoredLabel[]>;

  /**
   * Labels of a model as `labelsOf` gives them, each with its event. Of several events of one id it is the earliest, and of
   * those sent again the first; events at or after `to` are not looked at: a label does not come before its event.
   * @param fields names of the features and attributes that are wanted
   */
  abstract outcomesOf(
    model: string,
    range: { from: number; to: number },
    fields: readonly string[],
  ): AsyncIterable<readonly StoredOutcome[]>;

  /** What has been seen, by model, version and artefact, registered or not; of one model when it is named. */
  abstract traffic(model?: string): Promise<readonly ModelTraffic[]>;

  /** How many events, labels and rejections are stored (each record once). */
  abstract totals(): Promise<{ events: number; labels: number; rejections: number }>;

  /** The newest rejections, newest first. */
  abstract rejections(limit: number): Promise<readonly StoredRejection[]>;

  /**
   * Remembers the halves that wait and forgets those that wait no more; the same again changes nothing. The offset to go
   * on from moves with the last of them, never before, and only where there are any; `positions` move with it.
   */
  abstract settleHalves(settled: SettledHalves): Promise<void>;

  /** The halves of a partition that still wait, and where to go on. What is a week old is forgotten. */
  abstract waitingHalves(partition: number): Promise<WaitingHalves>;
}
