import {
  feedOf,
  Judge,
  watch,
  type Baseline,
  type DetectionStore,
  type Feed,
  type Finding,
  type Judged,
  type JudgeOptions,
  type JudgePolicy,
  type MergedProfile,
  type Tick,
  type Verdict,
} from '@anchorwatch/detection';
import { from, lastValueFrom } from 'rxjs';
import type { OutcomeJoin } from './outcome-join.js';

/** How many ticks are judged between two judgements on record. */
const TICKS_A_PAGE = 512;

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
  readonly ticksAPage?: number;
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
  private constructor(
    private readonly store: JudgedStore,
    private readonly baseline: Baseline,
    private readonly feed: Feed,
    private readonly judge: Judge,
    private readonly shareAt: (tick: number) => Share,
    /** The last judged tick; -Infinity before the first. */
    private tick: number,
    private readonly outcomes: OutcomeJoin | undefined,
    private readonly ticksAPage: number,
  ) {}

  get model(): string {
    return this.baseline.model;
  }

  static async open(
    store: JudgedStore,
    baseline: Baseline,
    feed: Feed,
    shareAt: (tick: number) => Share,
    { outcomes, ticksAPage = TICKS_A_PAGE, verdicts = 'all' }: StreamOptions = {},
  ): Promise<JudgedStream> {
    const judgement = await store.judgement(baseline.model, baseline.digest, feed);
    const { policy } = shareAt(judgement?.tick ?? -Infinity);
    const judge = new Judge({ baseline, feed, policy, verdicts });
    if (judgement) {
      const range = { from: judge.needsFrom(judgement), to: judgement.tick + 1 };
      const profiles = await store.mergedProfiles(baseline.model, baseline.digest, range);
      judge.restore(judgement, profiles.filter(belongsTo(feed)));
    }
    return new JudgedStream(store, baseline, feed, judge, shareAt, judgement?.tick ?? -Infinity, outcomes, ticksAPage);
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
    const first = await this.nextTick(-Infinity);
    if (first === undefined) return 'done';
    for (let next = Math.max(this.tick + 1, first); next < end; next = this.tick + 1) {
      const { policy, below } = this.shareAt(next);
      const joined = await this.joinedBelow(next, Math.min(end, below));
      // The rest of the telemetry is still to be stored: whoever wakes the judge next finds more.
      if (joined <= next) return 'waits';
      const page = await this.page(next, joined);
      this.judge.spend(policy);
      const { verdicts, findings } = await judgeAll(page, this.judge);
      await this.record(verdicts, findings, page.at(-1)!.tick);
      await between(findings, page.length);
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

  /** The next ticks in [next, end) that have profiles, and the last one of the stretch: so it is judged as empty. */
  private async page(next: number, end: number): Promise<Tick[]> {
    const { model, digest } = this.baseline;
    let to = Math.min(next + this.ticksAPage, end);
    const profiles = await this.store.mergedProfiles(model, digest, { from: next, to });
    const ticks = byTick(profiles.filter(belongsTo(this.feed)));
    // A long stretch without events is one step.
    if (ticks.length === 0) to = Math.min((await this.nextTick(to)) ?? end, end);
    if (ticks.at(-1)?.tick !== to - 1) ticks.push({ tick: to - 1, profiles: [] });
    return ticks;
  }

  /** Labels are judged with the answers they are about; other streams need nothing more than their profiles. */
  private async joinedBelow(next: number, end: number): Promise<number> {
    if (this.outcomes === undefined) return end;
    const to = Math.min(end, next + this.ticksAPage);
    const first = await this.nextTick(next);
    // A stretch without labels has nothing to be joined.
    if (first === undefined || first >= to) return Math.min(end, first ?? end);
    return this.outcomes.join(next, to);
  }

  private async record(verdicts: readonly Verdict[], findings: readonly Finding[], tick: number): Promise<void> {
    await this.store.putVerdicts(verdicts);
    await this.store.putFindings(findings);
    // Written last: what lies before a judgement is done; a crash above this line judges the same ticks the same way again.
    await this.store.putJudgement(this.judge.judgement());
    this.tick = tick;
  }

  private nextTick(from: number): Promise<number | undefined> {
    const { model, digest } = this.baseline;
    return this.store.firstTick(model, digest, this.feed, Number.isFinite(from) ? from : undefined);
  }
}

function belongsTo(feed: Feed): (profile: MergedProfile) => boolean {
  return (profile) => feedOf(profile.subject) === feed;
}

async function judgeAll(ticks: readonly Tick[], judge: Judge): Promise<Judged> {
  const verdicts: Verdict[] = [];
  const findings: Finding[] = [];
  const keep = async (judged: Judged) => {
    verdicts.push(...judged.verdicts);
    findings.push(...judged.findings);
  };
  await lastValueFrom(watch(from(ticks), judge, keep), { defaultValue: undefined });
  return { verdicts, findings };
}

function byTick(profiles: readonly MergedProfile[]): Tick[] {
  const ticks = new Map<number, MergedProfile[]>();
  for (const profile of profiles) {
    const tick = ticks.get(profile.tick);
    if (tick) tick.push(profile);
    else ticks.set(profile.tick, [profile]);
  }
  return [...ticks].sort(([a], [b]) => a - b).map(([tick, members]) => ({ tick, profiles: members }));
}
