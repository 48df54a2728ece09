import { setImmediate as turnOfOthers } from 'node:timers/promises';
import {
  Judge,
  watch,
  type Baseline,
  type DetectionStore,
  type Feed,
  type Finding,
  type Judged,
  type JudgeOptions,
  type JudgePolicy,
  type Tick,
  type Verdict,
} from '@anchorwatch/detection';
import { from, lastValueFrom } from 'rxjs';
import type { OutcomeJoin } from './outcome-join.js';
import { StoredTicks } from './stored-ticks.js';

/** Verdicts held before they are put on record, with the judgement they led to. */
const VERDICTS_A_RECORD = 10_000;

/** What a judged stream reads and writes. */
export type JudgedStore = Pick<
  DetectionStore,
  'judgement' | 'mergedProfiles' | 'firstTick' | 'putVerdicts' | 'putFindings' | 'putJudgement'
>;

/** Below which ticks a stream is judged at all, and its traffic; see `serviceOf`. */
export interface Limits {
  readonly below: number;
  readonly volume_below: number;
}

/** How a stream is judged where it is not as usual. */
export interface StreamOptions {
  /** Joins labels with the answers they are about. */
  readonly outcomes?: OutcomeJoin | undefined;
  /** Most ticks that are read at once. */
  readonly ticksAPage?: number | undefined;
  /** Which verdicts are made and stored, all unless this says otherwise; the findings are the same. */
  readonly verdicts?: JudgeOptions['verdicts'];
}

/** The share of the alarm budget at a tick, and the tick below which it holds. */
export interface Share {
  readonly policy: JudgePolicy;
  readonly below: number;
}

/**
 * One stream (model, baseline and feed) under judgement: reads closed ticks from the store, judges them in order, and
 * puts down what was decided before it goes on. Opened anew, it goes on where the store says the last one stopped.
 */
export class JudgedStream {
  /** Below this tick there are no profiles, until the first one has been judged. */
  private nothingBelow = -Infinity;

  private constructor(
    private readonly store: JudgedStore,
    private readonly baseline: Baseline,
    private readonly ticks: StoredTicks,
    private readonly judge: Judge,
    private readonly shareAt: (tick: number) => Share,
    /** The last judged tick; -Infinity before the first. */
    private tick: number,
    private readonly outcomes: OutcomeJoin | undefined,
  ) {}

  get model(): string {
    return this.baseline.model;
  }

  static async open(
    store: JudgedStore,
    baseline: Baseline,
    feed: Feed,
    shareAt: (tick: number) => Share,
    { outcomes, ticksAPage, verdicts = 'all' }: StreamOptions = {},
  ): Promise<JudgedStream> {
    const judgement = await store.judgement(baseline.model, baseline.digest, feed);
    const { policy } = shareAt(judgement?.tick ?? -Infinity);
    const judge = new Judge({ baseline, feed, policy, verdicts });
    const ticks = new StoredTicks(store, baseline, feed, ticksAPage);
    if (judgement) await judge.restore(judgement, oneByOne(ticks, judge.needsFrom(judgement), judgement.tick + 1));
    return new JudgedStream(store, baseline, ticks, judge, shareAt, judgement?.tick ?? -Infinity, outcomes);
  }

  /**
   * Judges every tick below `ready` that was not judged yet, within the limits. At their end its episodes are over.
   * @returns whether it waits for telemetry that was counted and is not stored yet
   * @param between called after each page, with its findings and how many ticks it held
   */
  async upTo(
    ready: number,
    limits: Limits,
    between: (findings: readonly Finding[], ticks: number) => Promise<void>,
  ): Promise<'done' | 'waits'> {
    this.judge.judgeVolumeBelow(limits.volume_below);
    const end = Math.min(ready, limits.below);
    const first = this.tick === -Infinity ? await this.ticks.next(this.nothingBelow) : this.tick + 1;
    // What lies below is closed: a stream that has nothing, such as labels that nobody sends, is not searched from its beginning again.
    this.nothingBelow = Math.max(this.nothingBelow, end);
    if (first === undefined) return 'done';
    for (let next = first; next < end; next = this.tick + 1) {
      const { policy, below } = this.shareAt(next);
      const joined = await this.joinedBelow(next, Math.min(end, below));
      // The rest of the telemetry is still to be stored: whoever wakes the judge next finds more.
      if (joined <= next) return 'waits';
      const page = await this.ticks.page(next, joined);
      this.judge.spend(policy);
      await this.judgeAll(page, between);
    }
    if (!Number.isFinite(limits.below) || ready < limits.below || this.tick === -Infinity) return 'done';
    const ended = this.judge.finish();
    if (ended.length === 0) return 'done';
    await this.record([], ended, this.tick);
    await between(ended, 0);
    return 'done';
  }

  /** Every tick below this one has been judged. */
  get judgedBelow(): number {
    return this.tick + 1;
  }

  /** Labels are judged with the answers they are about; other streams need nothing more than their profiles. */
  private async joinedBelow(next: number, end: number): Promise<number> {
    if (this.outcomes === undefined) return end;
    const to = Math.min(end, next + this.ticks.aPage);
    const first = await this.ticks.next(next);
    // A stretch without labels has nothing to be joined.
    if (first === undefined || first >= to) return Math.min(end, first ?? end);
    return this.outcomes.join(next, to);
  }

  /** Judges ticks one by one, with a turn for others after each: heartbeats and probes must not wait for a page. */
  private async judgeAll(
    ticks: readonly Tick[],
    between: (findings: readonly Finding[], ticks: number) => Promise<void>,
  ): Promise<void> {
    const last = ticks.at(-1)!.tick;
    let held: { verdicts: Verdict[]; findings: Finding[]; ticks: number } = { verdicts: [], findings: [], ticks: 0 };
    const keep = async ({ verdicts, findings }: Judged, tick: number): Promise<void> => {
      for (const verdict of verdicts) held.verdicts.push(verdict);
      for (const finding of findings) held.findings.push(finding);
      held.ticks++;
      if (tick === last || held.verdicts.length >= VERDICTS_A_RECORD) {
        await this.record(held.verdicts, held.findings, tick);
        await between(held.findings, held.ticks);
        held = { verdicts: [], findings: [], ticks: 0 };
      }
      await turnOfOthers();
    };
    await lastValueFrom(watch(from(ticks), this.judge, keep), { defaultValue: undefined });
  }

  private async record(verdicts: readonly Verdict[], findings: readonly Finding[], tick: number): Promise<void> {
    await this.store.putVerdicts(verdicts);
    await this.store.putFindings(findings);
    // Written last: what lies before a judgement is done; a crash above this line judges the same ticks the same way again.
    await this.store.putJudgement(this.judge.judgement());
    this.tick = tick;
  }
}

/** The ticks in [from, to), read page by page, with a turn for others after each. */
async function* oneByOne(ticks: StoredTicks, from: number, to: number): AsyncGenerator<Tick> {
  for (let next = from; next < to;) {
    const page = await ticks.page(next, to);
    for (const tick of page) {
      yield tick;
      await turnOfOthers();
    }
    next = page.at(-1)!.tick + 1;
  }
}
