import {
  findingOf,
  rationOf,
  Watcher,
  type Calibration,
  type KeptSummary,
  type Signal,
  type WatchedTick,
} from '@anchorwatch/compromise';
import type { Baseline, Finding, ProfilePlace } from '@anchorwatch/detection';
import type { Store } from '@anchorwatch/store';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import { areStored, CountedPlaces, rangeOf } from './counted-places.js';
import { HourlySummaries } from './hourly-summaries.js';
import { recallHealthy } from './recall-healthy.js';
import { TakingTurns } from './taking-turns.js';
import type { WatchShare } from './watch-budget.js';
import { openWatcher, type OpenedWatcher } from './watcher-memory.js';

/** Ticks whose places are read at once. */
const TICKS_A_PAGE = 512;
/** Questions after which what was found is put down, at the end of their tick. */
const QUESTIONS_A_RECORD = 2_000;
/** A memory is put down after so many questions, or ticks where few are asked: not much more than that is ever read again. */
const QUESTIONS_A_MEMORY = 100_000;
const TICKS_A_MEMORY = 1_440;
/** At the end of a process it is, where reading them again would take longer. */
const WORTH_KEEPING = 10_000;

/** What a stream of questions is watched with. */
export interface WatchedStreamOptions {
  readonly baseline: Baseline;
  readonly calibration: Calibration;
  readonly store: Pick<Store, 'detection' | 'telemetry' | 'compromise' | 'summaries'>;
  readonly shareAt: (tick: number) => WatchShare;
  /** Known to nobody who asks. */
  readonly salt: string;
  /** Whether an event is compared with this baseline, and not with another version's. */
  readonly belongs: (model_version: string, event_time: number) => boolean;
  /** Where others than 100,000 are wanted. */
  readonly questionsAMemory?: number;
  /** Told when a memory cannot be gone on from, and why. */
  readonly refused: (reason: string) => void;
}

/** What has been put down. */
export interface Recorded {
  readonly findings: readonly Finding[];
  readonly ticks: readonly WatchedTick[];
  readonly state: WatchState;
}

/** Called when something has been put down, and now and then without. */
export type Between = (recorded?: Recorded) => Promise<void>;

/** What the store says of a watched stream, beside the tick up to which it was watched. */
export interface WatchState {
  /** Since it began. */
  readonly questions: number;
  readonly scored: number;
  /** Principals of any level that were let go, because more asked than are remembered. */
  readonly principals_let_go: number;
}

/**
 * The questions of one baseline under watch: reads those of closed ticks from the store, in the order of time and id, and puts down what was found before
 * it goes on. Only what was counted is watched, once all of it is stored, so it finds the same whenever it runs and however many partitions there are.
 * Questions are numbered from 0 in this order: that is what findings name as their events.
 */
export class WatchedStream {
  private readonly turns = new TakingTurns();
  private share: WatchShare;
  /** What has been seen since it was last put down. */
  private held: { findings: Finding[]; ticks: WatchedTick[]; summaries: KeptSummary[]; questions: number } = none();
  /** When it is summed up for people. */
  private readonly summaries: HourlySummaries;
  /** Whether something was found since the last summary. */
  private hasFound = false;
  /** Which questions of the tick in hand are read. */
  private takes: ReturnType<typeof rationOf> = () => true;
  /** The next memory's number, and where the last one stands. */
  private memory: { readonly next: number; readonly tick: number; readonly questions: number };
  /** Below this tick there are no profiles, until the first one has been watched. */
  private nothingBelow: number | undefined;

  private constructor(
    private readonly options: WatchedStreamOptions,
    private readonly watcher: Watcher,
    /** The last tick that was watched, and its questions so far. */
    private at: OpenedWatcher['at'],
    nextMemory: number,
    /** Up to this tick, what was found is in the store. */
    private recorded: number,
  ) {
    this.share = options.shareAt(at.tick);
    this.memory = { next: nextMemory, tick: at.tick, questions: at.questions };
    const { model, digest } = options.baseline;
    this.summaries = new HourlySummaries({ model, baseline: digest }, watcher, this.turns.rest);
  }

  /** Opens it where the store says that it stopped. @param beat called now and then while it remembers; may throw */
  static async open(options: WatchedStreamOptions, beat: () => Promise<void>): Promise<WatchedStream> {
    const { rest } = new TakingTurns();
    const opened = await openWatcher(options, { rest, beat });
    return new WatchedStream(options, opened.watcher, opened.at, opened.next_memory, opened.recorded);
  }

  get model(): string {
    return this.options.baseline.model;
  }

  /**
   * Watches every tick below `end` that was not watched yet.
   * @returns whether it waits for telemetry that was counted and is not stored yet
   */
  async upTo(end: number, between: Between): Promise<'done' | 'waits'> {
    const { baseline, store } = this.options;
    const { model, digest } = baseline;
    const first = this.at.tick === -Infinity ? await this.firstTick(this.nothingBelow) : this.at.tick + 1;
    if (first === undefined) {
      this.nothingBelow = Number.isFinite(end) ? end : undefined;
      return 'done';
    }
    if (this.memory.tick === -Infinity) this.memory = { ...this.memory, tick: first - 1 };
    for (let next = first; next < end; next = this.at.tick + 1) {
      this.spendFrom(next);
      // What is in the store already is watched again for the memory alone: that ends where the store ends.
      const known = next <= this.recorded ? this.recorded + 1 : Infinity;
      const to = Math.min(next + TICKS_A_PAGE, end, this.share.below, known);
      const range = { from: next, to, subject: 'volume' };
      const places = await store.detection.profilePlaces(model, digest, range);
      if (!(await areStored(store.telemetry, places))) return 'waits';
      if (this.at.tick === -Infinity) await this.recallBefore(next, between);
      if (places.length > 0) await this.watch(places, between);
      // A long stretch without events is one step.
      const last = places.length > 0 ? to : Math.min((await this.firstTick(to)) ?? end, end);
      await this.record(last - 1, between);
    }
    await this.sumUp(end);
    return 'done';
  }

  /** At the end of a process: puts down what it remembers, where going on without it would take long. */
  async close(): Promise<void> {
    if (this.held.questions === 0 && this.at.questions - this.memory.questions >= WORTH_KEEPING) await this.remember();
  }

  /** Answers given in healthy traffic are remembered. What was counted is stored by now, and with it what came before. */
  private recallBefore(tick: number, between: Between): Promise<void> {
    const { baseline, calibration, store } = this.options;
    const pauses = { rest: this.turns.rest, beat: () => between() };
    return recallHealthy(this.watcher, store.telemetry, baseline, calibration, tick * this.tickMs, pauses);
  }

  private firstTick(from: number | undefined): Promise<number | undefined> {
    const { baseline, store } = this.options;
    return store.detection.firstTick(baseline.model, baseline.digest, 'events', from);
  }

  /** Budgets change where another model's baseline comes into force. */
  private spendFrom(tick: number): void {
    const before = this.share.budget;
    this.share = this.options.shareAt(tick);
    const { alarms, questions } = this.share.budget;
    if (alarms !== before.alarms || questions !== before.questions) this.watcher.spend(this.share.budget);
  }

  private async watch(places: readonly ProfilePlace[], between: Between): Promise<void> {
    const { baseline, store, belongs } = this.options;
    const counted = new CountedPlaces(baseline, places);
    const counts = await this.countsOf(places);
    for await (const page of store.telemetry.eventsOf(baseline.model, rangeOf(places))) {
      for (const { source, event } of page) {
        const { event_time, model_version } = event;
        if (!counted.has(source, event_time) || !belongs(model_version, event_time)) continue;
        const tick = counted.tickOf(event_time, source.offset);
        if (this.held.questions >= QUESTIONS_A_RECORD && tick > this.held.ticks.at(-1)!.tick)
          await this.record(tick - 1, between);
        if (tick !== this.held.ticks.at(-1)?.tick) this.begin(tick, counts.get(tick) ?? 0);
        // Of what is in the store already, the summaries are too.
        if (this.summaries.begins(event_time) && tick > this.recorded) {
          const ofHour = await this.summaries.ofHourBefore(event_time, this.at);
          if (ofHour) this.held.summaries.push(ofHour);
        }
        this.take(event);
        await this.turns.rest();
      }
      await between();
    }
  }

  /** How many questions were counted in each tick. */
  private async countsOf(places: readonly ProfilePlace[]): Promise<ReadonlyMap<number, number>> {
    const { baseline, store } = this.options;
    const range = { from: places[0]!.tick, to: places.at(-1)!.tick + 1, subject: 'volume', segment: '' };
    const profiles = await store.detection.mergedProfiles(baseline.model, baseline.digest, range);
    return new Map(profiles.map(({ tick, counts }) => [tick, counts[0]!]));
  }

  private begin(tick: number, questions: number): void {
    const { baseline, salt } = this.options;
    const ms = this.tickMs;
    const place = { model: baseline.model, baseline: baseline.digest, tick, from: tick * ms, to: (tick + 1) * ms };
    this.held.ticks.push({ ...place, questions: 0, scored: 0, spent: 0 });
    this.takes = rationOf({ questions, most: this.share.most, salt });
  }

  private take(event: InferenceEvent): void {
    const { questions } = this.at;
    const last = this.held.ticks.at(-1)!;
    const isScored = this.takes(event);
    const signals = isScored ? this.watcher.take({ offset: questions, event }) : [];
    for (const signal of signals) this.held.findings.push(this.findingOf(signal));
    this.held.questions++;
    this.at = { ...this.at, questions: questions + 1, scored: this.at.scored + (isScored ? 1 : 0) };
    const scored = last.scored + (isScored ? 1 : 0);
    const { alarms, questions: spread } = this.share.budget;
    const spent = (scored * alarms) / spread;
    this.held.ticks[this.held.ticks.length - 1] = { ...last, questions: last.questions + 1, scored, spent };
  }

  private findingOf(signal: Signal): Finding {
    const { baseline, calibration } = this.options;
    return findingOf(signal, calibration, {
      baseline: baseline.digest,
      tickOf: ({ time }) => Math.floor(time / this.tickMs),
    });
  }

  private get tickMs(): number {
    const { tick } = this.options.baseline;
    return tick.kind === 'time' ? tick.ms : 1;
  }

  /** Puts down what was found up to a tick. */
  private async record(tick: number, between: Between): Promise<void> {
    const { findings, ticks, summaries } = this.held;
    const { store, baseline } = this.options;
    this.held = none();
    this.at = { ...this.at, tick };
    if (tick <= this.recorded) return;
    await store.detection.putFindings(findings);
    await store.compromise.putWatchedTicks(ticks);
    for (const summary of summaries) await store.summaries.putSummary(summary);
    const place = { model: baseline.model, baseline: baseline.digest, feed: 'compromise', tick } as const;
    const state = this.state();
    // Written last: what lies before it is done; a crash above this line watches the same questions again, with the same outcome.
    await store.detection.putJudgement({ ...place, state: JSON.stringify(state) });
    this.recorded = tick;
    this.hasFound ||= findings.length > 0;
    await between({ findings, ticks, state });
    const { tick: kept, questions } = this.memory;
    const { questionsAMemory = QUESTIONS_A_MEMORY } = this.options;
    if (this.at.questions - questions >= questionsAMemory || tick - kept >= TICKS_A_MEMORY) await this.remember();
  }

  /** For people, where it has caught up: not needed to go on. */
  private async sumUp(end: number): Promise<void> {
    const summary = await this.summaries.caughtUp(end * this.tickMs, this.at, this.hasFound);
    if (summary === undefined) return;
    await this.options.store.summaries.putSummary(summary);
    this.hasFound = false;
  }

  private state(): WatchState {
    const { questions, scored } = this.at;
    const letGo = Object.values(this.watcher.dropped());
    return { questions, scored, principals_let_go: letGo.reduce((sum, dropped) => sum + dropped, 0) };
  }

  private async remember(): Promise<void> {
    const { model, digest } = this.options.baseline;
    const { next } = this.memory;
    const body = await this.watcher.memoryAside();
    await this.options.store.compromise.putMemory({ model, baseline: digest, number: next, ...this.at, body });
    this.memory = { next: next + 1, tick: this.at.tick, questions: this.at.questions };
  }
}

function none() {
  return { findings: [], ticks: [], summaries: [], questions: 0 };
}
