import {
  feedbackFinding,
  FeedbackWatcher,
  MemoryRefused,
  rationOf,
  type FeedbackCalibration,
  type FeedbackSignal,
  type KeptMemory,
  type WatchedTick,
} from '@anchorwatch/compromise';
import type { Baseline, Finding, ProfilePlace } from '@anchorwatch/detection';
import type { Store } from '@anchorwatch/store';
import type { Label, StoredOutcome } from '@anchorwatch/telemetry';
import { CountedEvents } from './counted-events.js';
import { areStored, CountedPlaces, rangeOf } from './counted-places.js';
import { TakingTurns } from './taking-turns.js';
import type { LabelShare } from './watch-budget.js';

/** Ticks whose places are read at once. */
const TICKS_A_PAGE = 512;
/** Labels after which what was found is put down, at the end of their tick. */
const LABELS_A_RECORD = 2_000;
/** A memory is put down after so many labels, or ticks where few come. */
const LABELS_A_MEMORY = 20_000;
const TICKS_A_MEMORY = 1_440;
/** At the end of a process it is, where reading them again would take longer. */
const WORTH_KEEPING = 2_000;

/** What a stream of labels is watched with. */
export interface FeedbackStreamOptions {
  readonly baseline: Baseline;
  readonly calibration: FeedbackCalibration;
  readonly store: Pick<Store, 'detection' | 'telemetry' | 'feedback'>;
  readonly shareAt: (tick: number) => LabelShare;
  /** Known to nobody who labels. */
  readonly salt: string;
  /** Whether an event is compared with this baseline, and not with another version's. */
  readonly belongs: (model_version: string, event_time: number) => boolean;
  /** Where others than 20,000 are wanted. */
  readonly labelsAMemory?: number;
  /** Told when a memory cannot be gone on from, and why. */
  readonly refused: (reason: string) => void;
}

/** What the store says of watched labels, beside the tick up to which they were. */
export interface FeedbackState {
  /** Labels about questions of this baseline since it began, and those of them that were read. */
  readonly labels: number;
  readonly read: number;
  /** Sources that were let go, because more label than are remembered. */
  readonly sources_let_go: number;
}

/** What has been put down. */
export interface RecordedFeedback {
  readonly findings: readonly Finding[];
  readonly ticks: readonly WatchedTick[];
  readonly state: FeedbackState;
}

/**
 * The labels about one baseline's questions under watch: those of closed ticks, in the order of their time, event and source, with the events that they are
 * about. Only what was counted is watched, labels and events, once all of it is stored, so it finds the same whenever it runs and however many partitions
 * there are. Labels are numbered from 0 in this order: that is what findings name as their events.
 */
export class FeedbackStream {
  private readonly turns = new TakingTurns();
  private readonly events: CountedEvents;
  private share: LabelShare;
  /** What has been seen since it was last put down. */
  private held: { findings: Finding[]; ticks: WatchedTick[]; labels: number } = none();
  /** Which labels of the tick in hand are read. */
  private takes: ReturnType<typeof rationOf> = () => true;
  /** The next memory's number, and where the last one stands. */
  private memory: { readonly next: number; readonly tick: number; readonly labels: number };
  /** Below this tick there are no labels, until the first one has been watched. */
  private nothingBelow: number | undefined;
  /** Whether this process has made sure that what was counted before its first tick is stored. */
  private isBeforeStored = false;

  private constructor(
    private readonly options: FeedbackStreamOptions,
    private readonly watcher: FeedbackWatcher,
    /** The last tick that was watched, and its labels so far. */
    private at: { readonly tick: number; readonly labels: number; readonly read: number },
    nextMemory: number,
    /** Up to this tick, what was found is in the store. */
    private recorded: number,
  ) {
    this.share = options.shareAt(at.tick);
    this.memory = { next: nextMemory, tick: at.tick, labels: at.labels };
    this.events = new CountedEvents(options.baseline, options.store.detection);
  }

  /**
   * Opens it where the store's last memory of it stands: the labels since are then watched again. A memory that this program cannot read, because another one
   * wrote it, is let go: then it goes on where the store says that it stopped, with nobody remembered.
   */
  static async open(options: FeedbackStreamOptions): Promise<FeedbackStream> {
    const { baseline, calibration, store, shareAt } = options;
    const { model, digest } = baseline;
    const judgement = await store.detection.judgement(model, digest, 'feedback');
    const memory = await store.feedback.memory(model, digest);
    const recorded = judgement?.tick ?? -Infinity;
    const restored = memory && restore(options, memory);
    if (memory && restored) {
      const { tick, questions: labels, scored: read, number } = memory;
      return new FeedbackStream(options, restored, { tick, labels, read }, number + 1, recorded);
    }
    const isAnew = memory === undefined || judgement === undefined;
    const tick = isAnew ? -Infinity : recorded;
    const { labels, read } = isAnew ? { labels: 0, read: 0 } : (JSON.parse(judgement.state) as FeedbackState);
    const watcher = new FeedbackWatcher(calibration, shareAt(tick).budget);
    return new FeedbackStream(options, watcher, { tick, labels, read }, (memory?.number ?? -1) + 1, recorded);
  }

  get model(): string {
    return this.options.baseline.model;
  }

  /**
   * Watches every tick below `end` that was not watched yet.
   * @param between called when something has been put down, and now and then without; may throw
   * @returns whether it waits for telemetry that was counted and is not stored yet
   */
  async upTo(end: number, between: (recorded?: RecordedFeedback) => Promise<void>): Promise<'done' | 'waits'> {
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
      const places = await this.places('truth', next, to);
      if (!(await this.isStored(places, next, to))) return 'waits';
      if (places.length > 0) await this.watch(places, to, between);
      // A long stretch without labels is one step.
      const last = places.length > 0 ? to : Math.min((await this.firstTick(to)) ?? end, end);
      await this.record(last - 1, between);
    }
    return 'done';
  }

  /** At the end of a process: puts down what it remembers, where going on without it would take long. */
  async close(): Promise<void> {
    if (this.held.labels === 0 && this.at.labels - this.memory.labels >= WORTH_KEEPING) await this.remember();
  }

  /** Whether the labels and the events that were counted in [from, to) are stored, and in a process's first stretch those of some time before. */
  private async isStored(labels: readonly ProfilePlace[], from: number, to: number): Promise<boolean> {
    const { telemetry } = this.options.store;
    if (!(await areStored(telemetry, labels))) return false;
    const events = await this.places('volume', this.isBeforeStored ? from : from - TICKS_A_PAGE, to);
    this.isBeforeStored = await areStored(telemetry, events);
    return this.isBeforeStored;
  }

  private places(subject: string, from: number, to: number): Promise<readonly ProfilePlace[]> {
    const { baseline, store } = this.options;
    return store.detection.profilePlaces(baseline.model, baseline.digest, { from, to, subject });
  }

  private firstTick(from: number | undefined): Promise<number | undefined> {
    const { baseline, store } = this.options;
    return store.detection.firstTick(baseline.model, baseline.digest, 'labels', from);
  }

  /** Budgets change where another model's baseline comes into force. */
  private spendFrom(tick: number): void {
    const before = this.share.budget;
    this.share = this.options.shareAt(tick);
    const { alarms, labels } = this.share.budget;
    if (alarms !== before.alarms || labels !== before.labels) this.watcher.spend(this.share.budget);
  }

  private async watch(places: readonly ProfilePlace[], end: number, between: () => Promise<void>): Promise<void> {
    const { baseline, calibration, store } = this.options;
    const counted = new CountedPlaces(baseline, places);
    const counts = await this.countsOf(places);
    const fields = (calibration.space?.axes ?? []).map(({ feature }) => feature);
    for await (const page of store.telemetry.outcomesOf(baseline.model, rangeOf(places), fields)) {
      for (const { label: stored, event } of await this.countedOf(page, end)) {
        const { source, label } = stored;
        // What came after its tick had closed was not counted as a label either.
        if (event === undefined || !counted.has(source, label.label_time)) continue;
        const tick = counted.tickOf(label.label_time, source.offset);
        if (this.held.labels >= LABELS_A_RECORD && tick > this.held.ticks.at(-1)!.tick)
          await this.record(tick - 1, between);
        if (tick !== this.held.ticks.at(-1)?.tick) this.begin(tick, counts.get(tick) ?? 0);
        this.take({ label, event: event.event });
        await this.turns.rest();
      }
      await between();
    }
  }

  /** Those whose event was counted against this baseline. */
  private async countedOf(page: readonly StoredOutcome[], end: number): Promise<readonly StoredOutcome[]> {
    const { belongs } = this.options;
    const about = page.filter(({ event }) => event && belongs(event.event.model_version, event.event.event_time));
    const counted = await this.events.among(
      about.map(({ event }) => event!),
      end,
    );
    return about.filter(({ event }) => counted.has(event!));
  }

  /** How many labels were counted in each tick. */
  private async countsOf(places: readonly ProfilePlace[]): Promise<ReadonlyMap<number, number>> {
    const { baseline, store } = this.options;
    const range = { from: places[0]!.tick, to: places.at(-1)!.tick + 1, subject: 'truth', segment: '' };
    const profiles = await store.detection.mergedProfiles(baseline.model, baseline.digest, range);
    return new Map(profiles.map(({ tick, counts }) => [tick, counts.reduce((sum, count) => sum + count, 0)]));
  }

  private begin(tick: number, questions: number): void {
    const { baseline, salt } = this.options;
    const ms = this.tickMs;
    const place = { model: baseline.model, baseline: baseline.digest, tick, from: tick * ms, to: (tick + 1) * ms };
    this.held.ticks.push({ ...place, questions: 0, scored: 0, spent: 0 });
    this.takes = rationOf({ questions, most: this.share.most, salt });
  }

  private take({ label, event }: { label: Label; event: NonNullable<StoredOutcome['event']>['event'] }): void {
    const { labels: offset } = this.at;
    const last = this.held.ticks.at(-1)!;
    const { event_id, source, label_time: time } = label;
    const isRead = this.takes({ event_id: `${event_id}\n${source}`, principal: { key: source } });
    const signals = isRead ? this.watcher.take({ offset, time, event, label }) : [];
    for (const signal of signals) this.held.findings.push(this.findingOf(signal));
    this.held.labels++;
    this.at = { ...this.at, labels: offset + 1, read: this.at.read + (isRead ? 1 : 0) };
    const scored = last.scored + (isRead ? 1 : 0);
    const { alarms, labels: spread } = this.share.budget;
    const spent = (scored * alarms) / spread;
    this.held.ticks[this.held.ticks.length - 1] = { ...last, questions: last.questions + 1, scored, spent };
  }

  private findingOf(signal: FeedbackSignal): Finding {
    const { baseline, calibration } = this.options;
    return feedbackFinding(signal, calibration, {
      baseline: baseline.digest,
      tickOf: ({ time }) => Math.floor(time / this.tickMs),
    });
  }

  private get tickMs(): number {
    const { tick } = this.options.baseline;
    return tick.kind === 'time' ? tick.ms : 1;
  }

  /** Puts down what was found up to a tick. */
  private async record(tick: number, between: (recorded?: RecordedFeedback) => Promise<void>): Promise<void> {
    const { findings, ticks } = this.held;
    const { store, baseline } = this.options;
    this.held = none();
    this.at = { ...this.at, tick };
    if (tick <= this.recorded) return;
    await store.detection.putFindings(findings);
    await store.feedback.putWatchedTicks(ticks);
    const place = { model: baseline.model, baseline: baseline.digest, feed: 'feedback', tick } as const;
    const { labels, read } = this.at;
    const state: FeedbackState = { labels, read, sources_let_go: this.watcher.dropped };
    // Written last: what lies before it is done; a crash above this line watches the same labels again, with the same outcome.
    await store.detection.putJudgement({ ...place, state: JSON.stringify(state) });
    this.recorded = tick;
    await between({ findings, ticks, state });
    const { labelsAMemory = LABELS_A_MEMORY } = this.options;
    if (labels - this.memory.labels >= labelsAMemory || tick - this.memory.tick >= TICKS_A_MEMORY)
      await this.remember();
  }

  private async remember(): Promise<void> {
    const { model, digest } = this.options.baseline;
    const { next } = this.memory;
    const { tick, labels: questions, read: scored } = this.at;
    const body = this.watcher.memory();
    await this.options.store.feedback.putMemory({
      model,
      baseline: digest,
      number: next,
      tick,
      questions,
      scored,
      body,
    });
    this.memory = { next: next + 1, tick, labels: questions };
  }
}

function restore(
  { calibration, shareAt, refused }: FeedbackStreamOptions,
  { tick, body }: KeptMemory,
): FeedbackWatcher | undefined {
  try {
    return FeedbackWatcher.restore(calibration, shareAt(tick).budget, body);
  } catch (error) {
    if (!(error instanceof MemoryRefused)) throw error;
    refused(error.message);
    return undefined;
  }
}

function none() {
  return { findings: [], ticks: [], labels: 0 };
}
