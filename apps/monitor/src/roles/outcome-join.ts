import { OutcomeCounter, type Baseline, type DetectionStore, type ProfilePlace } from '@anchorwatch/detection';
import type { TelemetryStore } from '@anchorwatch/telemetry';
import { areStored, CountedPlaces, rangeOf } from './counted-places.js';

export interface OutcomeJoinOptions {
  readonly baseline: Baseline;
  readonly detection: DetectionStore;
  readonly telemetry: TelemetryStore;
  /** The ticks below which events are counted: a label of a tick may be about any event before its end. */
  readonly eventsBelow: () => Promise<number>;
  /** Whether an event is compared with this baseline, and not with another version's. */
  readonly belongs: (model_version: string, event_time: number) => boolean;
}

/**
 * Brings the labels of closed ticks and the answers of their events together, from the store, and puts them there as
 * profiles. Ingest and detect go their own ways, so a tick is joined only when all that was counted of it is stored; and
 * only what was counted is joined. So it gives the same whenever it runs.
 */
export class OutcomeJoin {
  private joinedBelow = -Infinity;

  constructor(private readonly options: OutcomeJoinOptions) {}

  /**
   * Joins the labels of the ticks in [from, to).
   * @returns the tick below which they are joined; less than `to` where telemetry has still to be stored or counted
   */
  async join(from: number, to: number): Promise<number> {
    const { baseline, detection } = this.options;
    if (baseline.performance?.kind !== 'measured' || to <= this.joinedBelow) return to;
    const range = { from: Math.max(from, this.joinedBelow), to };
    const end = Math.min(to, await this.options.eventsBelow());
    if (end <= range.from) return Math.max(from, this.joinedBelow);
    const labels = await detection.profilePlaces(baseline.model, baseline.digest, {
      ...range,
      to: end,
      subject: 'truth',
    });
    const events = await detection.profilePlaces(baseline.model, baseline.digest, {
      ...range,
      to: end,
      subject: 'volume',
    });
    const { telemetry } = this.options;
    if (!(await areStored(telemetry, labels)) || !(await areStored(telemetry, events))) return range.from;
    if (labels.length > 0) await this.count(labels, end);
    this.joinedBelow = end;
    return end;
  }

  private async count(labels: readonly ProfilePlace[], end: number): Promise<void> {
    const { baseline, telemetry, belongs } = this.options;
    const counter = new OutcomeCounter(baseline);
    const counted = new CountedPlaces(baseline, labels);
    const topic = labels[0]!.topic;
    for await (const page of telemetry.outcomesOf(baseline.model, rangeOf(labels), baseline.segment_fields)) {
      let newest = -Infinity;
      for (const outcome of page) {
        const { source, label } = outcome.label;
        // What came after its tick had closed was not counted as a label either.
        if (!counted.has(source, label.label_time)) continue;
        const tick = counted.tickOf(label.label_time, source.offset);
        newest = Math.max(newest, tick);
        const { event } = outcome;
        if (event === undefined || belongs(event.event.model_version, event.event.event_time))
          counter.take(tick, outcome);
      }
      // Labels come in the order of time: ticks by time that lie behind are complete.
      if (baseline.tick.kind === 'time') await this.put(counter, newest, topic);
    }
    await this.put(counter, end, topic);
  }

  private async put(counter: OutcomeCounter, end: number, topic: string): Promise<void> {
    const profiles = counter.drain(end, { topic, partition: 0 });
    if (profiles.length > 0) await this.options.detection.putProfiles(profiles);
  }
}
