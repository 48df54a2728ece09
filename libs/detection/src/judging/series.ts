import type { Baseline, BaselineVolume, SubjectRole, TickRule } from '../baselines/baseline.js';
import type { ComparedWindow } from '../comparing/contributions.js';
import type { CalmLimits } from '../detectors/calm-limits.js';
import { isCalm, type RawWindow } from '../detectors/is-calm.js';
import { volumeAt } from '../detectors/volume.js';
import type { EndsRing } from '../windows/ends-ring.js';
import type { Episode } from './episode.js';
import { membersOf } from '../joint/members-of.js';
import { changeWithin, ownAfter, type Within } from './change-within.js';
import type { Levels } from '../budget/levels.js';
import type { Evidence } from './make-finding.js';
import { metricVerdictOf, verdictOf, volumeVerdictOf } from '../verdicts/make-verdict.js';
import { metricEvidence } from '../performance/metric-evidence.js';
import type { MetricComparison } from '../performance/metric-test.js';
import type { OutcomeWindows } from '../performance/outcome-windows.js';
import type { MergedProfile } from '../counting/profile.js';
import { Pyramid } from '../windows/pyramid.js';
import { Runs } from '../windows/runs.js';
import type { SubjectReference } from '../references/subject-reference.js';
import { followed, trailOf } from '../windows/trail.js';
import { countsOf, sumUp, sumUpScored } from '../windows/up-to.js';
import type { Verdict } from '../verdicts/verdict.js';
import { windowOf } from '../windows/window.js';

/**
 * What one subject of one segment is compared with: a distribution, traffic, or a measure of performance, whose outcomes
 * are summed once for all measures of the segment.
 */
export type Measure =
  | { readonly kind: 'distribution'; readonly reference: SubjectReference }
  | { readonly kind: 'volume'; readonly volume: BaselineVolume; readonly tick: TickRule }
  | { readonly kind: 'metric'; readonly comparison: MetricComparison; readonly outcomes: OutcomeWindows };

/** One window length of a series. */
export interface Look {
  readonly scale: number;
  readonly levels: Levels;
  /** What a test must reach before anything can come of it; undefined where anything may, or every verdict is made anyway. */
  readonly calm: CalmLimits | undefined;
}

/** One subject of one segment: its recent counts, its open episode, and from which tick on its windows may begin. */
export class Series {
  episode: Episode | undefined;
  /** No window may begin before this tick: what an ended alarm has said is not said again. */
  floor = -Infinity;
  /** The same for the watch tier only. */
  watchFloor = -Infinity;
  /** For joint subjects: no finding may speak of windows that begin before, because a feature's own alarm speaks of them. */
  told = -Infinity;
  /** What is known of each window length; made by the judge, and made anew when the budget changes. */
  looks: readonly Look[] | undefined;
  /** The features of a joint subject. */
  readonly members: readonly string[];
  /** Of numbers, sums of distribution functions: see `sumUp`. */
  private readonly pyramid: Pyramid | undefined;
  private readonly runs: Runs | undefined;
  private lastTick = 0;
  /** Counts of the next tick; undefined when it has none. */
  private next: Uint32Array | undefined;
  private readonly room: Uint32Array;
  private readonly raw: RawWindow;

  constructor(
    readonly key: string,
    readonly subject: string,
    readonly segment: string,
    private readonly measure: Measure,
    private readonly ends: EndsRing,
    largest: number,
  ) {
    const size = measure.kind === 'metric' ? 0 : measure.kind === 'volume' ? 1 : measure.reference.size;
    this.pyramid = size === 0 ? undefined : new Pyramid(size, largest, (length) => new Uint32Array(length));
    this.room = new Uint32Array(size);
    this.members = measure.kind === 'distribution' ? membersOf(measure.reference.pooled.subject) : [];
    const scored = measure.kind === 'distribution' && measure.reference.pooled.scores.length > 0;
    this.runs = scored ? new Runs(largest) : undefined;
    const length = measure.kind === 'distribution' ? measure.reference.plain : size;
    this.raw = { vector: this.room, n: 0, scale: 1, tick: 0, length, runs: this.runs };
  }

  /** Takes what the tick to be added next has counted, and where its events lie. */
  put(tick: number, profile: MergedProfile): void {
    this.ends.put(tick, profile);
    if (tick < this.floor) return;
    const { measure } = this;
    if (measure.kind === 'metric') return;
    if (measure.kind === 'volume') this.room.set(profile.counts);
    else measure.reference.place(tick, profile, this.room);
    this.next = this.room;
  }

  /** Adds the next tick: what was put, or a tick without events. */
  add(tick: number): void {
    const { measure, runs, next } = this;
    this.lastTick = tick;
    this.next = undefined;
    if (measure.kind === 'distribution') {
      const { reference } = measure;
      const { subject, bins } = reference.pooled;
      if (next === undefined) runs?.add(tick, 0, 0);
      else if (runs !== undefined)
        runs.add(tick, next[reference.size - 1]!, sumUpScored(next, bins, reference.scoresAt(tick)));
      else if (subject.ordered) sumUp(next, bins);
    }
    this.pyramid?.add(tick, next);
  }

  /** Bins and what is beside them in the last `scale` ticks; of a distribution, with the groups of hours behind. Valid until the next tick. */
  private countsAt(scale: number): Uint32Array {
    const vector = this.pyramid!.sum(scale);
    if (this.measure.kind !== 'distribution') return vector;
    const { subject, bins } = this.measure.reference.pooled;
    return subject.ordered ? countsOf(vector, bins) : vector;
  }

  /** The verdict on the window of `scale` ticks up to `tick`, or undefined when there is nothing to judge. */
  verdict(baseline: Baseline, scale: number, tick: number, levels: Levels): Verdict | undefined {
    const ends = this.ends.of(scale, tick);
    if (ends === undefined) return undefined;
    if (this.measure.kind === 'metric') {
      const window = { scale, tick, ...this.measure.outcomes.at(scale) };
      return metricVerdictOf(baseline, this.segment, window, ends, this.measure.comparison, levels);
    }
    const vector = this.countsAt(scale);
    if (this.measure.kind === 'volume') {
      const usual = volumeAt(this.measure.volume, scale, tick, this.measure.tick);
      if (usual === undefined) return undefined;
      return volumeVerdictOf(baseline, this.segment, { scale, tick, n: vector[0]! }, ends, usual, levels);
    }
    const { reference } = this.measure;
    const window = windowOf(
      vector.subarray(0, reference.plain),
      scale,
      tick,
      reference.pooled.sums,
      this.runs?.of(scale),
    );
    if (window.all === 0) return undefined;
    return verdictOf(baseline, window, ends, reference.at(vector), levels);
  }

  /** Whether the verdict on that window surely has nothing that a finding could come from. */
  isCalm({ scale, calm }: Look, tick: number): boolean {
    if (this.measure.kind !== 'distribution' || calm === undefined) return false;
    const { raw } = this;
    const { reference } = this.measure;
    const vector = this.pyramid!.sum(scale);
    raw.vector = vector;
    raw.n = vector[reference.size - 1]!;
    raw.scale = scale;
    raw.tick = tick;
    return isCalm(raw, reference.at(vector), calm);
  }

  /** Whether a window begins after all that an ended watch has spoken of. */
  isPastWatch({ tick, scale }: Verdict): boolean {
    return tick - scale + 1 >= this.watchFloor;
  }

  /** The counts behind the verdict of a scale at the last tick added. */
  evidence(scale: number): Evidence {
    if (this.measure.kind === 'metric') return metricEvidence(this.measure.comparison, this.measure.outcomes.at(scale));
    const vector = this.countsAt(scale);
    if (this.measure.kind === 'volume') {
      const mean = volumeAt(this.measure.volume, scale, this.lastTick, this.measure.tick)?.mean ?? 0;
      return { current: [vector[0]!], reference: [mean], bins: ['events'], nulls: 0 };
    }
    const { reference: known } = this.measure;
    const reference = known.at(vector);
    const { counts, nulls } = windowOf(vector.subarray(0, known.plain), scale, 0, known.pooled.sums);
    return { current: Array.from(counts), reference: shown(reference.counts), bins: reference.labels, nulls };
  }

  /** What kind of subject it is; undefined for traffic and measures of performance. */
  get role(): SubjectRole | undefined {
    return this.measure.kind === 'distribution' ? this.measure.reference.pooled.subject.role : undefined;
  }

  /** The window of a scale up to the last tick beside its reference; undefined without bins, or where part of it is forgotten. */
  compared(scale: number): ComparedWindow | undefined {
    const { measure } = this;
    if (measure.kind !== 'distribution' || measure.reference.pooled.sums) return undefined;
    if (this.lastTick - scale + 1 < this.floor) return undefined;
    const vector = this.countsAt(scale);
    const window = windowOf(vector.subarray(0, measure.reference.plain), scale, this.lastTick);
    return { window, reference: measure.reference.at(vector) };
  }

  /** The same episode with a trail from the window that has just raised it. */
  traced(episode: Episode): Episode {
    if (this.measure.kind !== 'distribution') return episode;
    const vector = this.countsAt(episode.finding.scale);
    const { own: _own, ...rest } = episode;
    return { ...rest, trail: trailOf(vector, this.measure.reference.at(vector)) };
  }

  /** Follows the open episode through the last tick: its trail, and what it is like by itself. @param last the tick's verdict */
  follow(last: Verdict): void {
    if (this.episode?.trail === undefined || this.measure.kind !== 'distribution') return;
    const vector = this.countsAt(1);
    const { reference } = this.measure;
    const { trail, reaches } = followed(this.episode.trail, vector, reference.pooled);
    const seen = reaches ? { tick: last.tick, event: last.last_offset, time: last.window_to } : this.episode.seen;
    const own =
      this.measure.reference.pooled.kernel === undefined
        ? ownAfter(this.episode.own, trail, vector, reference.pooled)
        : undefined;
    this.episode = { ...this.episode, trail, seen, ...(own !== undefined && { own }) };
  }

  /** Whether the deviation of the open episode has changed in the window of a verdict. */
  changeWithin(verdict: Verdict, levels: Levels): Within {
    const { episode, measure } = this;
    if (episode?.own === undefined || measure.kind !== 'distribution') return { kind: 'unknown' };
    const isLongest = verdict.scale === this.looks?.at(-1)?.scale;
    return changeWithin(verdict, episode.own, measure.reference.pooled, levels, isLongest);
  }

  /** Forgets everything up to and including a tick. */
  forget(tick: number): void {
    // Outcomes are shared: that no window begins before the floor is enough to forget them.
    this.pyramid?.clear();
    this.runs?.clear();
    this.floor = tick + 1;
  }
}

/** Expected counts of a mix of hours are seldom whole; a hundredth is enough to be shown. */
function shown(counts: Float64Array): number[] {
  return Array.from(counts, (count) => Math.round(count * 100) / 100);
}
