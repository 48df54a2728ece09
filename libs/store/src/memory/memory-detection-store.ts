import {
  DetectionStore,
  VerdictCounter,
  heatOf,
  type Baseline,
  type BudgetUse,
  type Finding,
  type Heat,
  type HeatQuestion,
  type Judgement,
  type PerformanceRow,
  type PerformanceWindow,
  type Progress,
  type Strand,
  type Verdict,
  type VerdictTally,
} from '@anchorwatch/detection';
import { by, keep, key } from './keyed.js';
import { MemoryProfiles } from './memory-profiles.js';

/** What detection knows, in memory: for tests, and to keep the port honest. */
export class MemoryDetectionStore extends DetectionStore {
  readonly #baselines = new Map<string, Baseline>();
  readonly #profiles = new MemoryProfiles();
  readonly #progress = new Map<string, Progress>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #findings = new Map<string, Finding>();
  readonly #performance = new Map<string, PerformanceRow>();
  readonly #judgements = new Map<string, Judgement>();

  async putBaseline(baseline: Baseline): Promise<void> {
    this.#baselines.set(baseline.digest, baseline);
  }

  async baseline(digest: string): Promise<Baseline | undefined> {
    return this.#baselines.get(digest);
  }

  async baselines(model?: string): Promise<readonly Omit<Baseline, 'subjects' | 'volume' | 'performance'>[]> {
    const found = [...this.#baselines.values()].filter((baseline) => model === undefined || baseline.model === model);
    return found.map(({ subjects: _s, volume: _v, performance: _p, ...head }) => head).sort(by((head) => [head.model]));
  }

  putProfiles(...given: Parameters<DetectionStore['putProfiles']>) {
    return this.#profiles.putProfiles(...given);
  }

  mergedProfiles(...asked: Parameters<DetectionStore['mergedProfiles']>) {
    return this.#profiles.mergedProfiles(...asked);
  }

  compareProfiles(...asked: Parameters<DetectionStore['compareProfiles']>) {
    return this.#profiles.compareProfiles(...asked);
  }

  summedProfiles(...asked: Parameters<DetectionStore['summedProfiles']>) {
    return this.#profiles.summedProfiles(...asked);
  }

  hourSums(...asked: Parameters<DetectionStore['hourSums']>) {
    return this.#profiles.hourSums(...asked);
  }

  firstTick(...asked: Parameters<DetectionStore['firstTick']>) {
    return this.#profiles.firstTick(...asked);
  }

  profilePlaces(...asked: Parameters<DetectionStore['profilePlaces']>) {
    return this.#profiles.profilePlaces(...asked);
  }

  async putProgress(progress: Progress): Promise<void> {
    keep(this.#progress, key(progress.topic, progress.partition), progress, ({ position }) => position);
  }

  async progress(topic?: string): Promise<readonly Progress[]> {
    const found = [...this.#progress.values()].filter((progress) => topic === undefined || progress.topic === topic);
    return found.sort(by((progress) => [progress.topic, progress.partition]));
  }

  async putVerdicts(verdicts: readonly Verdict[]): Promise<void> {
    for (const v of verdicts) {
      this.#verdicts.set(key(v.model, v.baseline, v.subject, v.segment, v.detector, v.scale, v.tick), v);
    }
  }

  async verdicts(filter: Parameters<DetectionStore['verdicts']>[0]): Promise<readonly Verdict[]> {
    const { limit, from = -Infinity, to = Infinity, ...equal } = filter;
    const found = [...this.#verdicts.values()].filter(
      (verdict) =>
        verdict.window_to >= from &&
        verdict.window_to < to &&
        Object.entries(equal).every(([name, value]) => value === undefined || verdict[name as keyof Verdict] === value),
    );
    found.sort(by((v) => [-v.window_to, v.scale, v.subject, v.segment, v.detector, v.baseline]));
    const oldest = found[limit - 1]?.window_to ?? -Infinity;
    return found.filter(({ window_to }) => window_to >= oldest);
  }

  async verdictTallies(model: string, range: { from: number; to: number }): Promise<readonly VerdictTally[]> {
    const counter = new VerdictCounter();
    counter.take(await this.verdicts({ model, ...range, limit: Number.MAX_SAFE_INTEGER }));
    return counter.all();
  }

  async latestVerdicts(model: string): Promise<readonly Verdict[]> {
    const latest = new Map<string, Verdict>();
    const newestFirst = [...this.#verdicts.values()]
      .filter((verdict) => verdict.model === model)
      .sort(by((v) => [v.subject, v.segment, -v.window_to, -v.scale, v.detector, v.baseline]));
    for (const verdict of newestFirst) {
      const place = key(verdict.subject, verdict.segment);
      if (!latest.has(place)) latest.set(place, verdict);
    }
    return [...latest.values()];
  }

  async heat(question: HeatQuestion): Promise<Heat> {
    return heatOf(this.#verdicts.values(), question);
  }

  async putFindings(findings: readonly Finding[]): Promise<void> {
    for (const finding of findings) keep(this.#findings, finding.id, finding, stageOf);
  }

  async findings(filter: Parameters<DetectionStore['findings']>[0]): Promise<readonly Finding[]> {
    const { from = -Infinity, to = Infinity } = filter;
    const found = [...this.#findings.values()].filter(
      ({ model, detector, subject, id, raised_at, ended_at }) =>
        raised_at.time >= from &&
        raised_at.time < to &&
        (filter.model ?? model) === model &&
        (filter.detector ?? detector) === detector &&
        (filter.lasting ?? ended_at === null) === (ended_at === null) &&
        (filter.subject ?? subject) === subject &&
        (filter.ids ?? [id]).includes(id),
    );
    return found.sort(by((finding) => [-finding.raised_at.time, finding.id])).slice(0, filter.limit);
  }

  async budgetUse({ from, to }: { from: number; to: number }): Promise<readonly BudgetUse[]> {
    const within = (time: number) => time >= from && time < to;
    const verdicts = [...this.#verdicts.values()].filter(({ window_to }) => within(window_to));
    const findings = [...this.#findings.values()].filter(({ raised_at }) => within(raised_at.time));
    const models = [...new Set([...verdicts, ...findings].map(({ model }) => model))].sort();
    return models.map((model) => {
      const own = verdicts.filter((verdict) => verdict.model === model);
      const raised = (tier: string) => findings.filter((one) => one.model === model && one.tier === tier).length;
      return {
        model,
        tests: own.reduce((sum, { tests }) => sum + tests.length, 0),
        spent: own.reduce((sum, { cost }) => sum + cost, 0),
        alarms: raised('alarm'),
        watches: raised('watch'),
        digests: raised('digest'),
      };
    });
  }

  async putPerformance(rows: readonly PerformanceRow[]): Promise<void> {
    for (const row of rows) {
      const identity = key(row.model, row.baseline, row.metric, row.segment, row.tick);
      keep(this.#performance, identity, row, ({ settled }) => (settled ? 1 : 0));
    }
  }

  async performance(filter: Parameters<DetectionStore['performance']>[0]): Promise<readonly PerformanceRow[]> {
    const { model, baseline, metric, segment, from = -Infinity, to = Infinity, limit } = filter;
    const found = [...this.#performance.values()]
      .filter((row) => row.model === model && (baseline === undefined || row.baseline === baseline))
      .filter((row) => metric === undefined || row.metric === metric)
      .filter((row) => segment === undefined || row.segment === segment)
      .filter((row) => row.window_to >= from && row.window_to < to)
      .sort(by((row) => [-row.window_to, row.segment, row.metric, row.baseline]));
    const last = found[limit - 1];
    return last === undefined ? found : found.filter((row) => row.window_to >= last.window_to);
  }

  async lastPerformance(model: string, baseline: string): Promise<number | undefined> {
    const found = [...this.#performance.values()].filter((row) => row.model === model && row.baseline === baseline);
    return found.length === 0 ? undefined : found.reduce((most, { tick }) => Math.max(most, tick), -Infinity);
  }

  async unsettledPerformance(
    model: string,
    baseline: string,
    below: number,
    limit: number,
  ): Promise<readonly PerformanceWindow[]> {
    const found = [...this.#performance.values()]
      .filter((row) => row.model === model && row.baseline === baseline && row.tick < below && !row.settled)
      .sort(by(({ tick }) => [tick]));
    const windows = new Map(
      found.map(({ tick, ticks, window_from, window_to, first_offset, last_offset }) => [
        tick,
        { first_tick: tick - ticks + 1, tick, from: window_from, to: window_to, first_offset, last_offset },
      ]),
    );
    return [...windows.values()].slice(0, limit);
  }

  async putJudgement(judgement: Judgement): Promise<void> {
    const { model, baseline, feed } = judgement;
    keep(this.#judgements, key(model, baseline, feed), judgement, ({ tick }) => tick);
  }

  async judgement(model: string, baseline: string, feed: Strand): Promise<Judgement | undefined> {
    return this.#judgements.get(key(model, baseline, feed));
  }
}

/** How far the episode of a finding has come. */
function stageOf({ ended_at, kind, tier }: Finding): number {
  return ended_at !== null ? 3 : kind === 'constant answer' ? 2 : tier === 'alarm' ? 1 : 0;
}
