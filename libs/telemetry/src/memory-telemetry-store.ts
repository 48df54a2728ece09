import type { InferenceEvent } from './event.js';
import type { Source } from './source.js';
import {
  type ModelTraffic,
  type SettledHalves,
  type StoredEvent,
  type StoredHalf,
  type StoredLabel,
  type StoredOutcome,
  type StoredRejection,
  type TelemetryPages,
  type WaitingHalves,
  TelemetryStore,
} from './telemetry-store.js';

/** A telemetry store for tests and short scans: everything in memory, nothing kept. The order of its answers is that of the port. */
export class MemoryTelemetryStore extends TelemetryStore {
  private readonly events = new Table<StoredEvent>();
  private readonly labels = new Table<StoredLabel>();
  private readonly refused = new Table<StoredRejection>();
  private readonly halves = new Map<string, { readonly partition: number; readonly half: StoredHalf }>();
  private readonly halvesGoOn = new Map<number, Pick<WaitingHalves, 'next' | 'positions'>>();

  /** @param pageSize rows to a page of what is read */
  constructor(private readonly pageSize = 1_000) {
    super();
  }

  async appendPages(pages: TelemetryPages): Promise<void> {
    for await (const page of pages) {
      this.events.add(page.events);
      this.labels.add(page.labels);
      this.refused.add(page.rejections);
    }
  }

  async nextOffset(topic: string, partition: number): Promise<number> {
    return Math.max(...[this.events, this.labels, this.refused].map((table) => table.nextOffset(topic, partition)));
  }

  eventsFrom(topic: string, partition: number, from: number): AsyncIterable<readonly StoredEvent[]> {
    return this.pages(() => inPlace(this.events.all(), topic, partition, from));
  }

  labelsFrom(topic: string, partition: number, from: number): AsyncIterable<readonly StoredLabel[]> {
    return this.pages(() => inPlace(this.labels.all(), topic, partition, from));
  }

  eventsOf(
    model: string,
    range: { from: number; to: number; model_version?: string },
  ): AsyncIterable<readonly StoredEvent[]> {
    return this.pages(() =>
      this.distinctEvents()
        .filter(({ event }) => event.model === model && within(event.event_time, range))
        .filter(({ event }) => range.model_version === undefined || event.model_version === range.model_version)
        .sort(
          (one, other) =>
            one.event.event_time - other.event.event_time || compareText(one.event.event_id, other.event.event_id),
        ),
    );
  }

  labelsOf(model: string, range: { from: number; to: number }): AsyncIterable<readonly StoredLabel[]> {
    return this.pages(() =>
      this.distinctLabels()
        .filter(({ label }) => label.model === model && within(label.label_time, range))
        .sort(
          (one, other) => one.label.label_time - other.label.label_time || compareText(labelKey(one), labelKey(other)),
        ),
    );
  }

  outcomesOf(
    model: string,
    range: { from: number; to: number },
    fields: readonly string[],
  ): AsyncIterable<readonly StoredOutcome[]> {
    return this.outcomePages(model, range, new Set(fields));
  }

  async traffic(model?: string): Promise<readonly ModelTraffic[]> {
    const seen = new Map<string, ModelTraffic>();
    for (const { event } of this.distinctEvents()) {
      if (model !== undefined && event.model !== model) continue;
      const key = JSON.stringify([event.model, event.model_version, event.artefact_digest]);
      const before = seen.get(key);
      seen.set(key, {
        model: event.model,
        model_version: event.model_version,
        artefact_digest: event.artefact_digest,
        events: (before?.events ?? 0) + 1,
        first_event_time: Math.min(before?.first_event_time ?? Infinity, event.event_time),
        last_event_time: Math.max(before?.last_event_time ?? 0, event.event_time),
      });
    }
    return [...seen.values()].sort(
      (one, other) =>
        compareText(one.model, other.model) ||
        compareText(one.model_version, other.model_version) ||
        compareText(one.artefact_digest, other.artefact_digest),
    );
  }

  async totals(): Promise<{ events: number; labels: number; rejections: number }> {
    return {
      events: this.distinctEvents().length,
      labels: this.distinctLabels().length,
      rejections: this.refused.all().length,
    };
  }

  async rejections(limit: number): Promise<readonly StoredRejection[]> {
    const newestFirst = (one: StoredRejection, other: StoredRejection) =>
      other.rejected_at - one.rejected_at || comparePlaces(other.source, one.source);
    return this.refused.all().sort(newestFirst).slice(0, limit);
  }

  async settleHalves({ partition, waiting, done, next, positions }: SettledHalves): Promise<void> {
    for (const half of waiting) this.halves.set(halfKey(half), { partition, half });
    for (const half of done) this.halves.delete(halfKey(half));
    if (waiting.length + done.length === 0) return;
    if (next >= (this.halvesGoOn.get(partition)?.next ?? 0)) this.halvesGoOn.set(partition, { next, positions });
  }

  async waitingHalves(partition: number): Promise<WaitingHalves> {
    const halves = [...this.halves.values()]
      .flatMap((each) => (each.partition === partition ? [each.half] : []))
      .sort((one, other) => one.time - other.time || compareText(halfKey(one), halfKey(other)));
    return { halves, ...(this.halvesGoOn.get(partition) ?? { next: 0, positions: [] }) };
  }

  // Of an event sent again the first one stays: a second reading counts what the first one counted.
  private distinctEvents(): StoredEvent[] {
    return onePerKey(this.events.all(), eventKey, (kept, other) => comparePlaces(other.source, kept.source) < 0);
  }

  // Of labels of one source about one event at one time the last one stays: it corrects the others.
  private distinctLabels(): StoredLabel[] {
    return onePerKey(this.labels.all(), labelKey, (kept, other) => comparePlaces(other.source, kept.source) > 0);
  }

  private async *outcomePages(
    model: string,
    range: { from: number; to: number },
    fields: ReadonlySet<string>,
  ): AsyncGenerator<readonly StoredOutcome[]> {
    const known = new Map<string, StoredEvent>();
    for (const stored of this.distinctEvents()) {
      if (stored.event.model !== model || stored.event.event_time >= range.to) continue;
      const { event_id } = stored.event;
      const before = known.get(event_id);
      if (before === undefined || compareEvents(stored, before) < 0) known.set(event_id, stored);
    }
    for await (const page of this.labelsOf(model, range)) {
      yield page.map((label) => {
        const event = known.get(label.label.event_id);
        return event === undefined ? { label } : { label, event: onlyFields(event, fields) };
      });
    }
  }

  private async *pages<Row>(read: () => Row[]): AsyncIterable<readonly Row[]> {
    const rows = read();
    for (let from = 0; from < rows.length; from += this.pageSize) yield rows.slice(from, from + this.pageSize);
  }
}

/** Rows by their source, each once. */
class Table<Row extends { readonly source: Source }> {
  private readonly rows = new Map<string, Row>();

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      const { topic, partition, offset, part } = row.source;
      const key = JSON.stringify([topic, partition, offset, part]);
      if (!this.rows.has(key)) this.rows.set(key, row);
    }
  }

  all(): Row[] {
    return [...this.rows.values()];
  }

  nextOffset(topic: string, partition: number): number {
    return inPlace(this.all(), topic, partition, 0).reduce((next, { source }) => Math.max(next, source.offset + 1), 0);
  }
}

function onePerKey<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  wins: (kept: Row, other: Row) => boolean,
): Row[] {
  const kept = new Map<string, Row>();
  for (const row of rows) {
    const before = kept.get(key(row));
    if (before === undefined || wins(before, row)) kept.set(key(row), row);
  }
  return [...kept.values()];
}

function inPlace<Row extends { readonly source: Source }>(
  rows: readonly Row[],
  topic: string,
  partition: number,
  from: number,
): Row[] {
  return rows
    .filter(({ source }) => source.topic === topic && source.partition === partition && source.offset >= from)
    .sort((one, other) => comparePlaces(one.source, other.source));
}

function compareEvents(one: StoredEvent, other: StoredEvent): number {
  return one.event.event_time - other.event.event_time || comparePlaces(one.source, other.source);
}

function onlyFields({ source, event }: StoredEvent, fields: ReadonlySet<string>): StoredEvent {
  const { text: _text, ...rest } = event;
  const chosen = <Value>(values: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => fields.has(name)));
  return { source, event: { ...rest, features: chosen(event.features), attributes: chosen(event.attributes) } };
}

function eventKey({ event }: { readonly event: InferenceEvent }): string {
  return JSON.stringify([event.model, event.event_id, event.event_time]);
}

function labelKey({ label }: StoredLabel): string {
  return JSON.stringify([label.model, label.label_time, label.event_id, label.source]);
}

function halfKey({ model, request_id, side }: Pick<StoredHalf, 'model' | 'request_id' | 'side'>): string {
  return JSON.stringify([model, request_id, side]);
}

function within(time: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
  return time >= from && time < to;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** By place in the log; of two logs with the same place, by name. */
function comparePlaces(one: Source, other: Source): number {
  return (
    one.offset - other.offset ||
    one.part - other.part ||
    one.partition - other.partition ||
    compareText(one.topic, other.topic)
  );
}
