import type { InferenceEvent, Label, Source } from '@anchorwatch/telemetry';
import type { Baseline, BaselineSubject } from '../baselines/baseline.js';
import { CountedStream, type StreamStart } from './counted-stream.js';
import type { Feed } from '../detection-store.js';
import type { Profile, Progress } from './profile.js';
import { quietBelow } from './ready-below.js';

export interface PartitionCounterOptions {
  readonly topic: string;
  readonly partition: number;
  readonly feed: Feed;
  /** How long after the newest event of its stream an event may still be counted, in event time. */
  readonly lateness_ms: number;
  /**
   * A stream that lies this far behind the partition's watermark is closed; give `readyBelow` the same number.
   * At least `lateness_ms`; ten minutes when not given.
   */
  readonly absent_ms?: number;
  /** The baseline that is in force for a model's version at a time. */
  readonly baselineOf: (model: string, model_version: string, time: number) => Baseline | undefined;
  /**
   * Every baseline that is in force for a model at a time. A label does not say which version answered, so it is counted for
   * each of them; for the one of version '' when this is not given.
   */
  readonly baselinesOf?: (model: string, time: number) => readonly Baseline[];
  /**
   * Which of a baseline's joint subjects are counted, asked when a tick is opened: others cost nothing there. All when this is
   * not given.
   */
  readonly watchedOf?: (baseline: Baseline) => (subject: BaselineSubject) => boolean;
  /**
   * The tick below which a baseline is compared with anything; Infinity while it is, and when this is not given. A stream whose ticks
   * below it are closed for good is over: it is left out of the record, where it would stay for ever.
   */
  readonly belowOf?: (baseline: Baseline) => number;
  /** The partition's last record: reading starts again at its `resume_offset`. */
  readonly resume?: Progress;
  /** Baselines of the streams that `resume` names, so that watermarks move those streams before their next event. */
  readonly known?: readonly Baseline[];
}

export interface Drained {
  readonly profiles: readonly Profile[];
  readonly progress: Progress;
  /** Whether any stream closed a tick since the last drain, so that a judge should be woken. */
  readonly closed: boolean;
}

export const defaultAbsentMs = 10 * 60 * 1000;

/**
 * Counts one partition of a feed into profiles, tick by tick. What it says depends on the partition's log alone, in
 * offset order: neither the size of the batches nor a restart changes a profile. It does no I/O and has no clock.
 */
export class PartitionCounter {
  private readonly streams = new Map<string, CountedStream>();
  private readonly timing: { readonly lateness_ms: number; readonly absent_ms: number };
  private readonly resume: Progress | undefined;
  /** Where streams stood that are not counted at present: by the last record, or when they were over. */
  private readonly starts = new Map<string, StreamStart>();
  private last: CountedStream | undefined;
  private watermark: number;
  private recorded: Readonly<Record<string, number>>;

  constructor(private readonly options: PartitionCounterOptions) {
    const { lateness_ms, absent_ms = Math.max(defaultAbsentMs, lateness_ms), resume, known = [] } = options;
    if (absent_ms < lateness_ms) {
      throw new RangeError(`absent_ms must be at least lateness_ms, got ${absent_ms} and ${lateness_ms}`);
    }
    this.timing = { lateness_ms, absent_ms };
    this.resume = resume;
    this.watermark = resume?.watermark ?? 0;
    this.recorded = resume?.closed_below ?? {};
    for (const name of Object.keys({ ...resume?.closed_below, ...resume?.late, ...resume?.repeated })) {
      this.starts.set(name, {
        closedBelow: resume?.closed_below[name] ?? -Infinity,
        late: resume?.late[name] ?? 0,
        repeated: resume?.repeated[name] ?? 0,
        position: resume?.position ?? 0,
      });
    }
    for (const baseline of known) if (nameOf(baseline) in this.recorded) this.stream(baseline);
  }

  takeEvent(source: Source, event: InferenceEvent): void {
    const { model, model_version, event_time } = event;
    this.observe(event_time);
    const baseline = this.options.baselineOf(model, model_version, event_time);
    if (baseline !== undefined) this.stream(baseline).takeEvent(event, source.offset);
  }

  takeLabel(source: Source, label: Label): void {
    const { model, label_time } = label;
    this.observe(label_time);
    const { baselineOf, baselinesOf } = this.options;
    const baselines = baselinesOf === undefined ? [baselineOf(model, '', label_time)] : baselinesOf(model, label_time);
    for (const baseline of baselines) if (baseline !== undefined) this.stream(baseline).takeLabel(label, source.offset);
  }

  /** A watermark record: everything of the partition up to this event time has been sent. Infinity ends a file. */
  takeWatermark(time: number): void {
    if (time !== Infinity) this.observe(time);
    for (const stream of this.streams.values()) stream.takeWatermark(time);
  }

  /**
   * The profiles that have closed since the last drain, and the record to store after them.
   * @param position the next offset to read
   * @param now wall clock, milliseconds; only written down
   */
  drain(position: number, now: number): Drained {
    const { topic, partition } = this.options;
    const profiles: Profile[] = [];
    let resumeOffset = position;
    for (const stream of this.streams.values()) {
      stream.closeQuiet(this.watermark);
      for (const profile of stream.closed({ topic, partition })) profiles.push(profile);
    }
    // Only now that nothing more can fail: what was let go of and not handed over would be lost.
    for (const [name, stream] of this.streams) {
      stream.letGo();
      resumeOffset = Math.min(resumeOffset, stream.oldestOffset());
      if (this.isOver(stream)) this.forget(name, stream);
    }
    const after = this.streamsOnRecord();
    const closed = Object.entries(after.closed_below).some(([name, below]) => this.recorded[name] !== below);
    this.recorded = after.closed_below;
    const reached = Math.max(position, this.resume?.position ?? 0);
    const progress = {
      topic,
      partition,
      position: reached,
      resume_offset: resumeOffset,
      ...after,
      watermark: this.watermark,
      recorded_at: now,
    };
    return { profiles, progress, closed };
  }

  /** Whether nothing of a stream is counted any more: whoever asks finds its ticks closed by the watermark alone. */
  private isOver(stream: CountedStream): boolean {
    const { belowOf } = this.options;
    const { baseline } = stream;
    const { tick } = baseline;
    if (belowOf === undefined || tick.kind !== 'time') return false;
    if (stream.oldestOffset() !== Infinity) return false;
    return quietBelow(this.watermark, tick.ms, this.timing.absent_ms) >= belowOf(baseline);
  }

  private forget(name: string, { late, repeated }: CountedStream): void {
    this.streams.delete(name);
    this.starts.set(name, { closedBelow: -Infinity, late, repeated, position: this.resume?.position ?? 0 });
    this.last = undefined;
  }

  /** What is written down of each stream; of those that are over, what came late or twice. */
  private streamsOnRecord(): Pick<Progress, 'closed_below' | 'late' | 'repeated'> {
    const closed_below: Record<string, number> = {};
    const late: Record<string, number> = {};
    const repeated: Record<string, number> = {};
    for (const [name, stream] of [...this.starts, ...this.streams]) {
      const isOver = stream.closedBelow === -Infinity;
      if (!isOver) closed_below[name] = stream.closedBelow;
      if (!isOver || stream.late > 0) late[name] = stream.late;
      if (!isOver || stream.repeated > 0) repeated[name] = stream.repeated;
    }
    return { closed_below, late, repeated };
  }

  private observe(time: number): void {
    if (time > this.watermark) this.watermark = time;
  }

  private stream(baseline: Baseline): CountedStream {
    // Nearly always that of the event before: its name need not be made again.
    const stream = this.last?.baseline === baseline ? this.last : this.named(baseline);
    this.last = stream;
    stream.closeQuiet(this.watermark);
    return stream;
  }

  private named(baseline: Baseline): CountedStream {
    const name = nameOf(baseline);
    let stream = this.streams.get(name);
    if (stream === undefined) {
      const { starts, resume } = this;
      const never = { closedBelow: -Infinity, late: 0, repeated: 0, position: resume?.position ?? 0 };
      const { feed, watchedOf = () => () => true } = this.options;
      const start = starts.get(name) ?? never;
      stream = new CountedStream(baseline, feed, this.timing, start, () => watchedOf(baseline));
      this.streams.set(name, stream);
    }
    return stream;
  }
}

/** The name of a stream: `<model> <baseline digest>`. */
export function nameOf(baseline: Pick<Baseline, 'model' | 'digest'>): string {
  return `${baseline.model} ${baseline.digest}`;
}
