import { mergeProfiles, PartitionCounter, type Baseline, type Feed, type MergedProfile } from '@anchorwatch/detection';
import type { StoredEvent, StoredLabel, TelemetryStore } from '@anchorwatch/telemetry';

/** Telemetry of a stretch of event time, in the order of time. */
type Rows = AsyncIterator<readonly (StoredEvent | StoredLabel)[]>;

/**
 * Profiles of stored telemetry over a baseline that it was not counted with. They are asked for in ascending ticks and are
 * forgotten once they were given, so memory holds the ticks of one page and one page of telemetry.
 */
export class RecountedProfiles {
  private readonly counter: PartitionCounter;
  private held: readonly MergedProfile[] = [];
  private rows: Rows | undefined;
  private closedBelow = -Infinity;
  events = 0;

  constructor(
    private readonly telemetry: TelemetryStore,
    private readonly baseline: Baseline,
    private readonly feed: Feed,
    private readonly range: { readonly from: number; readonly to: number },
    /** Most events to count, and what is awaited before each page of ticks or telemetry. */
    private readonly limits: { readonly events: number; readonly turn: () => Promise<void> },
  ) {
    const baselineOf = () => baseline;
    this.counter = new PartitionCounter({ topic: 'what if', partition: 0, feed, lateness_ms: 0, baselineOf });
  }

  async mergedProfiles(range: { readonly from: number; readonly to: number }): Promise<readonly MergedProfile[]> {
    await this.limits.turn();
    while (this.closedBelow < range.to && (await this.more()));
    const given = this.held.filter(({ tick }) => tick >= range.from && tick < range.to);
    this.held = this.held.filter(({ tick }) => tick >= range.to);
    return given;
  }

  /** The first tick with profiles, not before `from`. */
  async firstTick(from: number): Promise<number | undefined> {
    for (;;) {
      const next = this.held.find(({ tick }) => tick >= from);
      if (next !== undefined) return next.tick;
      if (!(await this.more())) return undefined;
    }
  }

  /** Counts one more page of telemetry; false when there is none left and everything is closed. */
  private async more(): Promise<boolean> {
    if (this.closedBelow === Infinity) return false;
    await this.limits.turn();
    const { model } = this.baseline;
    this.rows ??= (
      this.feed === 'events' ? this.telemetry.eventsOf(model, this.range) : this.telemetry.labelsOf(model, this.range)
    )[Symbol.asyncIterator]() as Rows;
    const next = await this.rows.next();
    if (next.done === true) {
      this.counter.takeWatermark(Infinity);
      this.closedBelow = Infinity;
    } else {
      for (const row of next.value) this.take(row);
      const last = next.value.at(-1);
      const { tick } = this.baseline;
      if (last !== undefined && tick.kind === 'time') this.closedBelow = Math.floor(timeOf(last) / tick.ms);
    }
    const { profiles } = this.counter.drain(this.events, 0);
    this.held = [...this.held, ...mergeProfiles(profiles)];
    return true;
  }

  private take(row: StoredEvent | StoredLabel): void {
    if (++this.events > this.limits.events) throw new TooManyEvents(this.limits.events);
    // Partitions are counted together here: the place in this order stands for the offset.
    const source = { ...row.source, offset: this.events };
    if ('event' in row) this.counter.takeEvent(source, row.event);
    else this.counter.takeLabel(source, row.label);
  }
}

/** More telemetry than one question may count again. */
export class TooManyEvents extends Error {
  constructor(readonly most: number) {
    super(`more than ${most} events would have to be counted again: choose a shorter stretch`);
  }
}

function timeOf(row: StoredEvent | StoredLabel): number {
  return 'event' in row ? row.event.event_time : row.label.label_time;
}
