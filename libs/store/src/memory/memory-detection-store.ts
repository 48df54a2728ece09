import {
  DetectionStore,
  distancesOf,
  noneBeside,
  summed,
  VerdictCounter,
  heatOf,
  feedOf,
  type Baseline,
  type BudgetUse,
  type ComparedCounts,
  type Feed,
  type Finding,
  type HourSum,
  type Heat,
  type HeatQuestion,
  type Judgement,
  type MergedProfile,
  type PerformanceRow,
  type PerformanceWindow,
  type Profile,
  type ProfileQuestion,
  type ProfilePlace,
  type Progress,
  type Stretch,
  type Summed,
  type SummedProfile,
  type Verdict,
  type VerdictTally,
} from '@anchorwatch/detection';

/** What detection knows, in memory: for tests, and to keep the port honest. */
export class MemoryDetectionStore extends DetectionStore {
  readonly #baselines = new Map<string, Baseline>();
  readonly #profiles = new Map<string, Profile>();
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

  async putProfiles(profiles: readonly Profile[]): Promise<void> {
    for (const p of profiles) {
      this.#profiles.set(key(p.model, p.baseline, p.tick, p.segment, p.subject, p.topic, p.partition), p);
    }
  }

  async putProgress(progress: Progress): Promise<void> {
    keep(this.#progress, key(progress.topic, progress.partition), progress, ({ position }) => position);
  }

  async progress(topic?: string): Promise<readonly Progress[]> {
    const found = [...this.#progress.values()].filter((progress) => topic === undefined || progress.topic === topic);
    return found.sort(by((progress) => [progress.topic, progress.partition]));
  }

  async mergedProfiles(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject?: string; segment?: string },
  ): Promise<readonly MergedProfile[]> {
    const sums = new Map<string, MergedProfile>();
    for (const { topic: _t, partition: _p, ...profile } of this.#profiles.values()) {
      if (profile.model !== model || profile.baseline !== baseline) continue;
      if (profile.tick < range.from || profile.tick >= range.to) continue;
      if (range.subject !== undefined && profile.subject !== range.subject) continue;
      if (range.segment !== undefined && profile.segment !== range.segment) continue;
      const place = key(profile.tick, profile.segment, profile.subject);
      const sum = sums.get(place);
      sums.set(place, sum === undefined ? profile : added(sum, profile));
    }
    return [...sums.values()].sort(by((profile) => [profile.tick, profile.segment, profile.subject]));
  }

  async compareProfiles({ model, baseline, subjects, a, b }: ProfileQuestion): Promise<readonly ComparedCounts[]> {
    const sum = async (subject: string, bins: number, stretch: Stretch): Promise<Summed> =>
      summed(await this.mergedProfiles(model, baseline, { ...stretch, subject }), bins);
    const compared = subjects.map(async (subject): Promise<ComparedCounts> => {
      const bins = subject.psi_groups.length;
      const { reference } = subject;
      const before =
        reference !== undefined || a === undefined
          ? { counts: reference ?? [], ...noneBeside }
          : await sum(subject.subject, bins, a);
      const now = await sum(subject.subject, bins, b);
      const distances = distancesOf(before.counts, now.counts, subject);
      return { subject: subject.subject, a: before, b: now, distances };
    });
    return (await Promise.all(compared)).sort(by(({ subject }) => [subject]));
  }

  async summedProfiles(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject?: string },
  ): Promise<readonly SummedProfile[]> {
    const groups = new Map<string, MergedProfile[]>();
    for (const profile of await this.mergedProfiles(model, baseline, range)) {
      const place = key(profile.segment, profile.subject);
      groups.set(place, [...(groups.get(place) ?? []), profile]);
    }
    const sums = [...groups.values()].map((members) => {
      const { segment, subject } = members[0]!;
      return {
        segment,
        subject,
        ...summed(
          members,
          members.reduce((most, { counts }) => Math.max(most, counts.length), 0),
        ),
      };
    });
    return sums.sort(by(({ segment, subject }) => [segment, subject]));
  }

  async hourSums(model: string, baseline: string, stretch: Stretch, tickMs: number): Promise<readonly HourSum[]> {
    const sums = new Map<string, HourSum>();
    for (const profile of await this.mergedProfiles(model, baseline, stretch)) {
      const hour = (((Math.floor((profile.tick * tickMs) / 3_600_000) + 72) % 168) + 168) % 168;
      const place = key(profile.subject, hour);
      const { values, everything } = sums.get(place) ?? { values: 0, everything: 0 };
      const inBins = profile.counts.reduce((sum, count) => sum + count, 0);
      const outside = profile.nulls + profile.wrong_type + profile.nans + profile.infinities;
      const sum = { values: values + inBins, everything: everything + inBins + outside };
      sums.set(place, { subject: profile.subject, hour, ...sum });
    }
    return [...sums.values()].sort(by(({ subject, hour }) => [subject, hour]));
  }

  async firstTick(model: string, baseline: string, feed: Feed, from = -Infinity): Promise<number | undefined> {
    const found = [...this.#profiles.values()].filter(
      (p) => p.model === model && p.baseline === baseline && feedOf(p.subject) === feed && p.tick >= from,
    );
    return found.length === 0 ? undefined : found.reduce((least, { tick }) => Math.min(least, tick), Infinity);
  }

  async profilePlaces(
    model: string,
    baseline: string,
    { from, to, subject }: { from: number; to: number; subject: string },
  ): Promise<readonly ProfilePlace[]> {
    return [...this.#profiles.values()]
      .filter((p) => p.model === model && p.baseline === baseline && p.subject === subject && p.segment === '')
      .filter((p) => p.tick >= from && p.tick < to)
      .map(({ tick, topic, partition, last_offset, first_time, last_time }) => ({
        tick,
        topic,
        partition,
        last_offset,
        first_time,
        last_time,
      }))
      .sort(by(({ tick, topic, partition }) => [tick, topic, partition]));
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
      ({ model, subject, id, raised_at }) =>
        raised_at.time >= from &&
        raised_at.time < to &&
        (filter.model ?? model) === model &&
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

  async judgement(model: string, baseline: string, feed: Feed): Promise<Judgement | undefined> {
    return this.#judgements.get(key(model, baseline, feed));
  }
}

function key(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

/** What comes late from somebody who was replaced turns nothing back; of two as far as each other the later one stays. */
function keep<Of>(map: Map<string, Of>, place: string, value: Of, rank: (of: Of) => number): void {
  const before = map.get(place);
  if (before === undefined || rank(value) >= rank(before)) map.set(place, value);
}

/** How far the episode of a finding has come. */
function stageOf({ ended_at, kind, tier }: Finding): number {
  return ended_at !== null ? 3 : kind === 'constant answer' ? 2 : tier === 'alarm' ? 1 : 0;
}

/** Orders by the first part that differs; text by code point, as the database does. */
function by<Of>(parts: (of: Of) => readonly (string | number)[]): (one: Of, other: Of) => number {
  return (one, other) => {
    const [left, right] = [parts(one), parts(other)];
    const at = left.findIndex((part, index) => part !== right[index]);
    return at < 0 ? 0 : left[at]! < right[at]! ? -1 : 1;
  };
}

function added(sum: MergedProfile, profile: MergedProfile): MergedProfile {
  return {
    ...sum,
    counts: sum.counts.map((count, bin) => count + (profile.counts[bin] ?? 0)),
    nulls: sum.nulls + profile.nulls,
    wrong_type: sum.wrong_type + profile.wrong_type,
    nans: sum.nans + profile.nans,
    infinities: sum.infinities + profile.infinities,
    below: sum.below + profile.below,
    above: sum.above + profile.above,
    first_offset: Math.min(sum.first_offset, profile.first_offset),
    last_offset: Math.max(sum.last_offset, profile.last_offset),
    first_time: Math.min(sum.first_time, profile.first_time),
    last_time: Math.max(sum.last_time, profile.last_time),
  };
}
