import type { InferenceEvent, Label } from '@anchorwatch/telemetry';
import type { Baseline, BaselineSubject } from '../baselines/baseline.js';
import type { Feed } from '../detection-store.js';
import { countAgain, countEvent, countJoint, countValue, layoutOf, type Layout } from './layout.js';
import { OpenTick } from './open-tick.js';
import type { Profile } from './profile.js';
import { quietBelow } from './ready-below.js';
import { truthOf } from './subjects.js';

/** Where a stream stood when its partition was last recorded, or when it was over. */
export interface StreamStart {
  readonly closedBelow: number;
  readonly late: number;
  readonly repeated: number;
  /** Offsets below this one have been taken before; taking them again changes no counter. */
  readonly position: number;
}

/** One stream (model and baseline) in one partition: its open ticks, and below which tick it is closed. */
export class CountedStream {
  closedBelow: number;
  late: number;
  repeated: number;
  private readonly layout: Layout;
  private readonly open = new Map<number, OpenTick>();
  private readonly position: number;
  private newest = -Infinity;
  private last: OpenTick | undefined;
  private readonly found: number[] = [];

  constructor(
    readonly baseline: Baseline,
    private readonly feed: Feed,
    private readonly timing: { readonly lateness_ms: number; readonly absent_ms: number },
    start: StreamStart,
    /** Which joint subjects are counted in the tick that is opened now. */
    private readonly watched: () => (subject: BaselineSubject) => boolean,
  ) {
    this.layout = layoutOf(baseline, feed);
    this.closedBelow = start.closedBelow;
    this.late = start.late;
    this.repeated = start.repeated;
    this.position = start.position;
  }

  takeEvent(event: InferenceEvent, offset: number): void {
    const open = this.admit(offset, event.event_time, event.event_id);
    if (open === undefined) return;
    const { counts } = open.enter(0, offset, event.event_time);
    countEvent(this.layout, event, counts);
    countJoint(open.joint, event, counts);
    if (this.layout.segments.length === 1) return;
    const { found } = this;
    this.layout.segmentsOf(event, found);
    // Emptied one by one, which is sooner done than by its length; the order of segments changes no count.
    for (let segment = found.pop(); segment !== undefined; segment = found.pop())
      countAgain(this.layout, event, open.enter(segment, offset, event.event_time).counts);
  }

  /**
   * Labels are counted as a whole only: a label carries no features to tell its segment by. Of two from one source about one
   * event within a tick the first counts, because what was counted cannot be taken back.
   */
  takeLabel(label: Label, offset: number): void {
    const open = this.admit(offset, label.label_time, `${label.source}\n${label.event_id}`);
    const truth = this.layout.slots[0];
    if (open === undefined || truth === undefined) return;
    countValue(truth, truthOf(label), open.enter(0, offset, label.label_time).counts);
  }

  /** Everything up to `time` has been sent; Infinity closes whatever is open. */
  takeWatermark(time: number): void {
    const { tick } = this.baseline;
    if (time === Infinity) this.closeBelow(this.newest + 1);
    else if (tick.kind === 'time') this.closeBelow(Math.floor((time - this.timing.lateness_ms) / tick.ms));
  }

  /** Closes what the partition's watermark has left far behind: nobody has spoken of this stream for long. */
  closeQuiet(watermark: number): void {
    const { tick } = this.baseline;
    if (tick.kind === 'time') this.closeBelow(quietBelow(watermark, tick.ms, this.timing.absent_ms));
  }

  /** The profiles of the ticks that have closed, in tick order: the same until they are let go of. */
  closed(place: { topic: string; partition: number }): Profile[] {
    const ticks = [...this.open.keys()].filter((tick) => tick < this.closedBelow).sort((a, b) => a - b);
    return ticks.flatMap((tick) => this.open.get(tick)!.profiles(this.baseline, place, this.feed === 'events'));
  }

  /** Lets go of the ticks that have closed. */
  letGo(): void {
    for (const tick of this.open.keys()) if (tick < this.closedBelow) this.open.delete(tick);
  }

  /** The first offset that an open tick needs, or Infinity. */
  oldestOffset(): number {
    let oldest = Infinity;
    for (const open of this.open.values()) oldest = Math.min(oldest, open.firstOffset);
    return oldest;
  }

  /** The open tick an event is to be counted in; undefined when it is late, repeated, or was dealt with before a restart. */
  private admit(offset: number, time: number, id: string): OpenTick | undefined {
    const rule = this.baseline.tick;
    const tick = rule.kind === 'time' ? Math.floor(time / rule.ms) : Math.floor(offset / rule.events);
    if (tick < this.closedBelow) {
      if (offset >= this.position) this.late++;
      return undefined;
    }
    this.newest = Math.max(this.newest, tick);
    this.closeBelow(rule.kind === 'time' ? Math.floor((time - this.timing.lateness_ms) / rule.ms) : tick);
    const open = this.last?.tick === tick ? this.last : this.opened(tick, offset);
    if (!open.repeats(id)) return open;
    if (offset >= this.position) this.repeated++;
    return undefined;
  }

  private opened(tick: number, offset: number): OpenTick {
    let open = this.open.get(tick);
    if (open === undefined) {
      const isWatched = this.watched();
      // A tick counts a subject wholly or not at all, also when it is counted again after a restart.
      const joint = this.layout.joint.filter(({ subject }) => isWatched(subject));
      open = new OpenTick({ ...this.layout, joint }, tick, offset);
      this.open.set(tick, open);
    }
    this.last = open;
    return open;
  }

  private closeBelow(tick: number): void {
    if (tick > this.closedBelow) this.closedBelow = tick;
  }
}
