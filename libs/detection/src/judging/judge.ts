import type { Baseline } from '../baselines/baseline.js';
import { CalmLevels } from '../budget/calm-level.js';
import { evidenceOf } from '../comparing/contributions.js';
import { CalmLimits } from '../detectors/calm-limits.js';
import type { Feed, Judgement } from '../detection-store.js';
import { endedAt, step } from './episode.js';
import type { Finding } from './finding.js';
import { readMemory, recallSeries, rememberSeries, type JudgeMemory } from './judge-memory.js';
import { LevelsBook } from '../budget/levels-book.js';
import { findingOf } from './make-finding.js';
import { hopOf, scalesOf, watchLevel, type JudgePolicy } from '../budget/policy.js';
import type { MergedProfile } from '../counting/profile.js';
import { SeriesBook } from './series-book.js';
import { SeriesDigest } from './series-digest.js';
import type { Look, Series } from './series.js';
import type { Verdict } from '../verdicts/verdict.js';
import type { Tick } from './watch.js';

export interface JudgeOptions {
  readonly baseline: Baseline;
  readonly feed: Feed;
  readonly policy: JudgePolicy;
  /**
   * Which verdicts are made: all, to be stored (the default), or hardly more than those that findings come from, which is
   * many times as fast. The findings are the same.
   */
  readonly verdicts?: 'all' | 'surprising';
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
  private readonly book: SeriesBook;
  private readonly digest: SeriesDigest;
  private readonly calm = new CalmLevels();
  private firstTick: number | undefined;
  private lastTick: number | undefined;
  /** The first tick of the present stretch without events. */
  private emptySince: number | undefined;
  private volumeBelow = Infinity;

  constructor(private readonly options: JudgeOptions) {
    const { baseline, feed, policy } = options;
    this.policy = policy;
    this.levels = new LevelsBook(policy, baseline, feed);
    this.scales = scalesOf(baseline.ticks, policy.largest_window_ticks);
    this.largest = Math.max(8, this.scales.at(-1)!);
    this.book = new SeriesBook(baseline, feed, this.largest);
    this.digest = new SeriesDigest(baseline, feed, this.book, policy);
  }

  /** From the next tick on, another share of the alarm budget and other tolerances. Which windows are looked at stays as it was. */
  spend({ alpha, weights, tolerances, subject_tolerances }: JudgePolicy): void {
    const next = { ...this.policy, alpha, weights, tolerances, subject_tolerances };
    if (JSON.stringify(next) === JSON.stringify(this.policy)) return;
    this.policy = next;
    this.levels = new LevelsBook(next, this.options.baseline, this.options.feed);
    for (const series of this.book.all()) series.looks = undefined;
  }

  /** From this tick on traffic is not judged: it goes to another baseline, and less of it here is no news. */
  judgeVolumeBelow(tick: number): void {
    this.volumeBelow = tick;
  }

  /** Ends every episode that still lasts, because the stream is judged no more; the findings are to be sent again. */
  finish(): readonly Finding[] {
    return [...this.book.all()].flatMap((series) => ending(series));
  }

  /** The first tick whose profiles `restore` needs to go on from a judgement. */
  needsFrom(judgement: Judgement): number {
    const hop = hopOf(this.largest);
    const aligned = Math.floor((judgement.tick + 1) / hop) * hop;
    return Math.max(readMemory(judgement.state).first_tick, aligned - this.largest);
  }

  /**
   * Goes on from a judgement, in a judge that has not taken anything yet. Ticks are taken as they come and not kept, so that they
   * may be read a few at a time.
   * @param ticks those from `needsFrom` up to the judgement's, ascending; ticks left out had no events
   * @throws RangeError when ticks do not ascend or lie outside of that
   */
  async restore(judgement: Judgement, ticks: Iterable<Tick> | AsyncIterable<Tick>): Promise<void> {
    const memory = readMemory(judgement.state);
    this.firstTick = memory.first_tick;
    this.emptySince = memory.empty_since;
    recallSeries(this.book.all(), memory);
    let next = this.needsFrom(judgement);
    for await (const { tick, profiles } of ticks) {
      if (tick < next || tick > judgement.tick)
        throw new RangeError(`ticks from ${next} to ${judgement.tick} are needed in order, got ${tick}`);
      while (next < tick) this.book.add(next++, []);
      this.book.add(next++, profiles);
    }
    while (next <= judgement.tick) this.book.add(next++, []);
    for (const [segment, ring] of this.book.ends) ring.resume(memory.last[segment]);
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
      findings.push(...this.digest.turnTo(at));
      this.book.add(at, here);
      const due = this.dueAt(at);
      for (const series of this.book.all()) this.judge(series, at, due, verdicts, findings);
    }
    this.lastTick = tick;
    return { verdicts, findings };
  }

  /** What has been decided so far, to be stored after the verdicts and findings. @throws RangeError before the first tick */
  judgement(): Judgement {
    if (this.lastTick === undefined || this.firstTick === undefined)
      throw new RangeError('nothing has been judged yet');
    const { baseline, feed } = this.options;
    const last = Object.fromEntries(
      [...this.book.ends].flatMap(([segment, ring]) => (ring.last === undefined ? [] : [[segment, ring.last]])),
    );
    const memory: JudgeMemory = {
      first_tick: this.firstTick,
      ...(this.emptySince !== undefined && { empty_since: this.emptySince }),
      ...rememberSeries(this.book.all()),
      last,
      digest: this.digest.remember(),
    };
    // Fields in the order they were made in: a finding that comes back from here is then stored again to the byte.
    const state = JSON.stringify(memory);
    return { model: baseline.model, baseline: baseline.digest, feed, tick: this.lastTick, state };
  }

  private judge(series: Series, tick: number, due: number, verdicts: Verdict[], findings: Finding[]): void {
    if (series.subject === 'volume' && tick >= this.volumeBelow) return void findings.push(...ending(series));
    if (!this.levels.watches(series.subject, series.role)) {
      this.digest.drop(series);
      return void findings.push(...ending(series));
    }
    this.tell(series, tick);
    const found = this.verdictsOn(series, tick, due);
    // Without an episode nothing follows from calm windows.
    if (found === none && series.episode === undefined) return;
    verdicts.push(...found);
    if (found[0]?.scale === 1) series.follow(found[0]);
    const heard = this.heard(series, found);
    const next = step(
      series.episode,
      heard,
      this.policy,
      (verdict, tier, former) => {
        const level = tier === 'alarm' ? verdict.alpha : watchLevel(verdict.alpha);
        return findingOf(verdict, tier, this.options.feed, evidenceOf(this.book, series, verdict.scale), level, former);
      },
      (verdict) => series.isPastWatch(verdict),
      (verdict) => series.changeWithin(verdict, this.levels.at(series.subject, series.segment, verdict.scale)),
    );
    if (next.kind === 'nothing') return this.digest.note(series, heard);
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
    this.digest.drop(series);
  }

  /**
   * The verdicts on the windows of a series that end at a tick, by ascending scale. Where only surprising ones are wanted,
   * calm windows are left out unless something may follow from them: they end an episode, and take back what was noted of
   * their length.
   * @param due how many window lengths are looked at
   */
  private verdictsOn(series: Series, tick: number, due: number): readonly Verdict[] {
    const { baseline, verdicts } = this.options;
    const floor = Math.max(series.floor, this.firstTick!);
    const quick = verdicts === 'surprising' && series.episode === undefined;
    const looks = this.looksOf(series);
    let found: Verdict[] | undefined;
    for (let at = 0; at < due; at++) {
      const look = looks[at]!;
      const { scale, levels } = look;
      if (tick - scale + 1 < floor) break;
      if (quick && series.isCalm(look, tick) && !this.digest.holds(series, scale)) continue;
      const verdict = series.verdict(baseline, scale, tick, levels);
      if (verdict === undefined) continue;
      if (found === undefined) found = [verdict];
      else found.push(verdict);
    }
    return found ?? none;
  }

  /** How many window lengths are looked at on a tick: always the shortest, because each hop divides the next. */
  private dueAt(tick: number): number {
    const longer = this.scales.findIndex((scale) => (tick + 1) % hopOf(scale) !== 0);
    return longer < 0 ? this.scales.length : longer;
  }

  private looksOf(series: Series): readonly Look[] {
    return (series.looks ??= this.scales.map((scale) => {
      const levels = this.levels.at(series.subject, series.segment, scale);
      const reached = Math.max(watchLevel(levels.policy.alpha), this.digest.noteworthy(series));
      // Where all verdicts are made, nobody asks whether a window is calm.
      const level = this.options.verdicts === 'surprising' ? this.calm.above(levels.largest(reached)) : undefined;
      return { scale, levels, calm: level && new CalmLimits(scale, levels, level) };
    }));
  }

  /** A joint subject speaks of nothing that the alarm of one of its features speaks of. */
  private tell(series: Series, tick: number): void {
    if (series.members.length === 0) return;
    const isTold = series.members.some(
      (member) => this.book.of(series.segment, member)?.episode?.finding.tier === 'alarm',
    );
    if (isTold) series.told = tick + 1;
  }

  /**
   * The verdicts that may open or raise a finding: of a joint subject those on what is not told. It is on watch for a tick
   * before it alarms, so that a feature that moved by itself can speak first.
   */
  private heard(series: Series, found: readonly Verdict[]): readonly Verdict[] {
    if (series.members.length === 0 || series.episode?.finding.tier === 'alarm') return found;
    const untold = found.filter((verdict) => verdict.tick - verdict.scale + 1 >= series.told);
    return series.episode === undefined ? untold.map((verdict) => ({ ...verdict, alarm: false })) : untold;
  }
}

/** Nearly always. */
const none: readonly Verdict[] = [];

/** Ends the open episode of a series where it was last seen. */
function ending(series: Series): Finding[] {
  if (series.episode === undefined) return [];
  const finding: Finding = { ...series.episode.finding, ended_at: endedAt(series.episode) };
  series.episode = undefined;
  return [finding];
}
