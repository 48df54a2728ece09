import type { Baseline } from './baseline.js';
import { vectorOf } from './beside.js';
import type { Feed, Judgement } from './detection-store.js';
import { EndsRing } from './ends-ring.js';
import { DigestDay } from './digest-day.js';
import { listed, step } from './episode.js';
import type { Finding } from './finding.js';
import { readMemory, type JudgeMemory } from './judge-memory.js';
import { membersOf } from './joint/members-of.js';
import { LevelsBook } from './levels-book.js';
import { findingOf } from './make-finding.js';
import { hopOf, judgedOn, scalesOf, testedOn, watchLevel, type JudgePolicy } from './policy.js';
import { MetricComparison } from './performance/metric-test.js';
import { OutcomeWindows } from './performance/outcome-windows.js';
import { OUTCOMES } from './performance/task.js';
import type { MergedProfile } from './profile.js';
import { Series } from './series.js';
import { SubjectReference } from './subject-reference.js';
import type { Verdict } from './verdict.js';

export interface JudgeOptions {
  readonly baseline: Baseline;
  readonly feed: Feed;
  readonly policy: JudgePolicy;
}

/** What one tick brought. Findings are new, risen from watch to alarm, or sent again because their episode has ended. */
export interface Judged {
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
}

/**
 * Judges one stream (model, baseline and feed) tick by tick: no I/O, no clock, no chance. The same ticks give the same
 * verdicts and findings, whether it ran through or was restored in between.
 */
export class Judge {
  private levels: LevelsBook;
  private policy: JudgePolicy;
  private readonly scales: readonly number[];
  private readonly largest: number;
  private readonly series = new Map<string, Series>();
  /** Sums of outcomes by segment, shared by the measures of performance. */
  private readonly outcomes = new Map<string, OutcomeWindows>();
  private readonly ends: ReadonlyMap<string, EndsRing>;
  private firstTick: number | undefined;
  private lastTick: number | undefined;
  /** The first tick of the present stretch without events. */
  private emptySince: number | undefined;
  private volumeBelow = Infinity;
  private readonly digest: DigestDay;
  /** The features of each joint subject. */
  private readonly members: ReadonlyMap<string, readonly string[]>;
  private readonly testsOfDay: ReadonlyMap<string, number>;

  constructor(private readonly options: JudgeOptions) {
    const { baseline, feed, policy } = options;
    this.policy = policy;
    this.levels = new LevelsBook(policy, baseline, feed);
    this.scales = scalesOf(baseline.ticks, policy.largest_window_ticks);
    this.largest = Math.max(8, this.scales.at(-1)!);
    this.digest = new DigestDay(baseline.tick);
    this.testsOfDay = new Map(
      testedOn(baseline, feed).map(({ subject, statistics }) => [subject, statistics.length * this.scales.length]),
    );
    this.members = new Map(baseline.subjects.map((subject) => [subject.subject, membersOf(subject)]));
    this.ends = new Map(['', ...baseline.segments].map((segment) => [segment, new EndsRing(this.largest)]));
    for (const subject of baseline.subjects.filter((one) => judgedOn(one, feed))) {
      for (const profile of subject.profiles) {
        this.watch(subject.subject, profile.segment, {
          kind: 'distribution',
          reference: new SubjectReference(subject, profile, baseline.tick),
        });
      }
    }
    if (feed === 'labels') this.watchPerformance();
    for (const volume of feed === 'labels' ? [] : baseline.volume)
      this.watch('volume', volume.segment, { kind: 'volume', volume, tick: baseline.tick });
  }

  /** From the next tick on, another share of the alarm budget and other tolerances. Which windows are looked at stays as it was. */
  spend({ alpha, weights, tolerances, subject_tolerances }: JudgePolicy): void {
    const next = { ...this.policy, alpha, weights, tolerances, subject_tolerances };
    if (JSON.stringify(next) === JSON.stringify(this.policy)) return;
    this.policy = next;
    this.levels = new LevelsBook(next, this.options.baseline, this.options.feed);
  }

  /** From this tick on traffic is not judged: it goes to another baseline, and less of it here is no news. */
  judgeVolumeBelow(tick: number): void {
    this.volumeBelow = tick;
  }

  /** Ends every episode that still lasts, because the stream is judged no more; the findings are to be sent again. */
  finish(): readonly Finding[] {
    return [...this.series.values()].flatMap((series) => ending(series));
  }

  /** The first tick whose profiles `restore` needs to go on from a judgement. */
  needsFrom(judgement: Judgement): number {
    const hop = hopOf(this.largest);
    const aligned = Math.floor((judgement.tick + 1) / hop) * hop;
    return Math.max(readMemory(judgement.state).first_tick, aligned - this.largest);
  }

  /**
   * Goes on from a judgement, in a judge that has not taken anything yet.
   * @param profiles merged profiles of the ticks from `needsFrom` up to the judgement's, in tick order
   */
  restore(judgement: Judgement, profiles: readonly MergedProfile[]): void {
    const memory = readMemory(judgement.state);
    this.firstTick = memory.first_tick;
    this.emptySince = memory.empty_since;
    for (const [key, series] of this.series) {
      series.floor = memory.floors[key] ?? -Infinity;
      series.watchFloor = memory.watch_floors[key] ?? -Infinity;
      series.told = memory.told?.[key] ?? -Infinity;
      series.episode = memory.episodes[key];
    }
    const ticks = new Map<number, MergedProfile[]>();
    for (const profile of profiles) {
      const tick = ticks.get(profile.tick);
      if (tick === undefined) ticks.set(profile.tick, [profile]);
      else tick.push(profile);
    }
    for (let tick = this.needsFrom(judgement); tick <= judgement.tick; tick++) this.enter(tick, ticks.get(tick) ?? []);
    for (const [segment, ring] of this.ends) ring.resume(memory.last[segment]);
    this.digest.resume(memory.digest);
    this.lastTick = judgement.tick;
  }

  /**
   * Takes the next tick with all its merged profiles; ticks left out since the last one had no events.
   * @throws RangeError when the tick does not lie behind the last one
   */
  take(tick: number, profiles: readonly MergedProfile[]): Judged {
    if (this.lastTick !== undefined && tick <= this.lastTick) {
      throw new RangeError(`ticks must ascend: ${tick} came after ${this.lastTick}`);
    }
    this.firstTick ??= tick;
    const verdicts: Verdict[] = [];
    const findings: Finding[] = [];
    for (let at = (this.lastTick ?? tick - 1) + 1; at <= tick; at++) {
      const here = at === tick ? profiles : [];
      this.emptySince = here.length > 0 ? undefined : (this.emptySince ?? at);
      // No window has held anything for long: there is nothing more to say of that until something comes.
      if (this.emptySince !== undefined && at - this.emptySince > 2 * this.largest) {
        at = Math.max(at, tick - 1);
        continue;
      }
      if (this.digest.endsBefore(at)) findings.push(...this.list());
      this.digest.begin(at);
      this.enter(at, here);
      for (const series of this.series.values()) this.judge(series, at, verdicts, findings);
    }
    this.lastTick = tick;
    return { verdicts, findings };
  }

  /** What has been decided so far, to be stored after the verdicts and findings. @throws RangeError before the first tick */
  judgement(): Judgement {
    if (this.lastTick === undefined || this.firstTick === undefined)
      throw new RangeError('nothing has been judged yet');
    const { baseline, feed } = this.options;
    const floors: Record<string, number> = {};
    const watchFloors: Record<string, number> = {};
    const told: Record<string, number> = {};
    const episodes: Record<string, NonNullable<Series['episode']>> = {};
    for (const [key, series] of this.series) {
      if (series.floor > -Infinity) floors[key] = series.floor;
      if (series.watchFloor > -Infinity) watchFloors[key] = series.watchFloor;
      if (series.told > -Infinity) told[key] = series.told;
      if (series.episode !== undefined) episodes[key] = series.episode;
    }
    const last = Object.fromEntries(
      [...this.ends].flatMap(([segment, ring]) => (ring.last === undefined ? [] : [[segment, ring.last]])),
    );
    const memory: JudgeMemory = {
      first_tick: this.firstTick,
      ...(this.emptySince !== undefined && { empty_since: this.emptySince }),
      floors,
      watch_floors: watchFloors,
      ...(Object.keys(told).length > 0 && { told }),
      episodes,
      last,
      digest: this.digest.remember(),
    };
    // Fields in the order they were made in: a finding that comes back from here is then stored again to the byte.
    const state = JSON.stringify(memory);
    return { model: baseline.model, baseline: baseline.digest, feed, tick: this.lastTick, state };
  }

  private watchPerformance(): void {
    const { performance } = this.options.baseline;
    if (performance?.kind !== 'measured') return;
    for (const { segment, metrics } of performance.profiles) {
      const outcomes = new OutcomeWindows(performance.task, this.largest);
      this.outcomes.set(keyOf(segment, OUTCOMES), outcomes);
      for (const reference of metrics) {
        const comparison = new MetricComparison(performance.task, reference);
        this.watch(reference.metric, segment, { kind: 'metric', comparison, outcomes });
      }
    }
  }

  private watch(subject: string, segment: string, measure: ConstructorParameters<typeof Series>[2]): void {
    const series = new Series(subject, segment, measure, this.ends.get(segment)!, this.largest);
    this.series.set(keyOf(segment, subject), series);
  }

  /** Adds one tick's counts to every series, without judging. */
  private enter(tick: number, profiles: readonly MergedProfile[]): void {
    const vectors = new Map<string, Uint32Array>();
    const outcomes = new Map<string, MergedProfile>();
    for (const profile of profiles) {
      const key = keyOf(profile.segment, profile.subject);
      if (this.outcomes.has(key)) outcomes.set(key, profile);
      if (!this.series.has(key) && !this.outcomes.has(key)) continue;
      this.ends.get(profile.segment)?.put(tick, profile);
      if (this.outcomes.has(key)) continue;
      vectors.set(
        key,
        profile.subject === 'volume' ? Uint32Array.from(profile.counts) : vectorOf(profile.counts, profile),
      );
    }
    for (const [key, series] of this.series) series.add(tick, tick < series.floor ? undefined : vectors.get(key));
    for (const [key, windows] of this.outcomes) windows.add(tick, outcomes.get(key));
  }

  private judge(series: Series, tick: number, verdicts: Verdict[], findings: Finding[]): void {
    const { baseline, feed } = this.options;
    const { policy } = this;
    if (series.subject === 'volume' && tick >= this.volumeBelow) return void findings.push(...ending(series));
    const floor = Math.max(series.floor, this.firstTick!);
    const found: Verdict[] = [];
    for (const scale of this.scales) {
      if (tick - scale + 1 < floor) break;
      if ((tick + 1) % hopOf(scale) !== 0) continue;
      const levels = this.levels.at(series.subject, series.segment, scale);
      const verdict = series.verdict(baseline, scale, tick, levels);
      if (verdict !== undefined) found.push(verdict);
    }
    verdicts.push(...found);
    if (found[0]?.scale === 1) series.follow(found[0]);
    const heard = this.heard(series, tick, found);
    const next = step(
      series.episode,
      heard,
      policy,
      (verdict, tier, former) => {
        const level = tier === 'alarm' ? verdict.alpha : watchLevel(verdict.alpha);
        return findingOf(verdict, tier, feed, series.evidence(verdict.scale), level, former);
      },
      (verdict) => beginsAtFloor(verdict, series),
    );
    if (next.kind === 'nothing') return this.note(series, heard);
    if (next.kind === 'ends') {
      series.episode = undefined;
      if (next.finding.tier === 'alarm') series.forget(tick);
      series.watchFloor = tick + 1;
      findings.push(next.finding);
      return;
    }
    series.episode = next.kind === 'goes on' ? next.episode : series.traced(next.episode);
    if (next.kind === 'overtaken') findings.push(next.ended);
    if (next.kind !== 'goes on') findings.push(next.episode.finding);
    this.digest.drop(keyOf(series.segment, series.subject));
  }

  /**
   * The verdicts that may open or raise a finding. A joint subject speaks of nothing that the alarm of one of its features
   * speaks of, and is on watch for a tick before it alarms, so that a feature that moved by itself can speak first.
   */
  private heard(series: Series, tick: number, found: readonly Verdict[]): readonly Verdict[] {
    const members = this.members.get(series.subject) ?? [];
    if (members.length === 0) return found;
    const isTold = members.some((member) => {
      return this.series.get(keyOf(series.segment, member))?.episode?.finding.tier === 'alarm';
    });
    if (isTold) series.told = tick + 1;
    if (series.episode?.finding.tier === 'alarm') return found;
    const untold = found.filter((verdict) => verdict.tick - verdict.scale + 1 >= series.told);
    return series.episode === undefined ? untold.map((verdict) => ({ ...verdict, alarm: false })) : untold;
  }

  /** What a day's digest may list of a series without an episode. */
  private note(series: Series, verdicts: readonly Verdict[]): void {
    const key = keyOf(series.segment, series.subject);
    if (series.episode !== undefined) return this.digest.drop(key);
    const tests = this.testsOfDay.get(series.subject) ?? this.scales.length;
    for (const verdict of verdicts) {
      if (!beginsAtFloor(verdict, series)) continue;
      this.digest.note(key, verdict.scale, verdict.p_value, tests, () =>
        findingOf(verdict, 'digest', this.options.feed, series.evidence(verdict.scale), verdict.alpha, undefined),
      );
    }
  }

  /** Lists what the day that has ended showed. */
  private list(): readonly Finding[] {
    const found = this.digest.close(this.series.size);
    return [...found].map(([key, finding]) => {
      const { last_offset: event, last_time: time } = this.ends.get(finding.segment)!.last!;
      const raised: Finding = { ...finding, raised_at: { event, time } };
      this.series.get(key)!.episode = listed(raised);
      return raised;
    });
  }
}

function beginsAtFloor({ tick, scale }: Verdict, { watchFloor }: Series): boolean {
  return tick - scale + 1 >= watchFloor;
}

/** Ends the open episode of a series where it was last seen. */
function ending(series: Series): Finding[] {
  if (series.episode === undefined) return [];
  const { finding, seen } = series.episode;
  series.episode = undefined;
  return [{ ...finding, ended_at: seen }];
}

function keyOf(segment: string, subject: string): string {
  return `${segment}\n${subject}`;
}
