import {
  DetectionStore,
  labelSubjects,
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
  type MetricName,
  type PerformanceRow,
  type PerformanceWindow,
  type Profile,
  type ProfileQuestion,
  type ProfilePlace,
  type Progress,
  type Strand,
  type Stretch,
  type SummedProfile,
  type Verdict,
  type VerdictTally,
} from '@anchorwatch/detection';
import { inChunks } from '../clickhouse/chunks.js';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { number, text } from '../clickhouse/json.js';
import { packed } from '../clickhouse/packed.js';
import { baselineColumns, baselineLine, readBaseline, type BaselineHead } from './baseline-rows.js';
import { answered, compare, readBeside } from './compare-profiles.js';
import { findingTable, readFinding } from './finding-rows.js';
import { readHeat } from './heat.js';
import { profileTable, progressTable, readMerged, readProgress, type MergedRow } from './profile-rows.js';
import { performanceTable, readPerformance } from './performance-rows.js';
import * as sql from './queries.js';
import { readVerdict, verdictTable } from './verdict-rows.js';

/** What detection knows, in ClickHouse. Tables replace by identity and are read with FINAL: writing again changes nothing. */
export class ClickhouseDetectionStore extends DetectionStore {
  constructor(private readonly clickhouse: Clickhouse) {
    super();
  }

  putBaseline(baseline: Baseline): Promise<void> {
    return this.clickhouse.insert('baselines', baselineColumns, packed([baselineLine(baseline)]));
  }

  async baseline(digest: string): Promise<Baseline | undefined> {
    const [row] = await this.clickhouse.rows<[string, string, string, string]>(sql.readBaseline, { digest });
    return row && readBaseline(row);
  }

  async baselines(model?: string): Promise<readonly BaselineHead[]> {
    const rows = await this.clickhouse.rows<[string]>(sql.readBaselineHeads, {
      model: model ?? '',
      all: model === undefined,
    });
    return rows.map(([head]) => JSON.parse(head) as BaselineHead);
  }

  putProfiles(profiles: readonly Profile[]): Promise<void> {
    const { line, names } = profileTable;
    return inChunks(profiles, line, (body) => this.clickhouse.insert('profiles', names, body));
  }

  putProgress(progress: Progress): Promise<void> {
    return this.clickhouse.insert('progress', progressTable.names, packed([progressTable.line(progress)]));
  }

  async progress(topic?: string): Promise<readonly Progress[]> {
    const rows = await this.clickhouse.rows(sql.readProgress(progressTable.select), {
      topic: topic ?? '',
      all: topic === undefined,
    });
    return rows.map(readProgress);
  }

  async mergedProfiles(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject?: string; segment?: string },
  ): Promise<readonly MergedProfile[]> {
    const rows = await this.clickhouse.rows<MergedRow>(sql.readMergedProfiles(range), {
      model,
      baseline,
      ...defined(range),
    });
    return rows.map((row) => readMerged(model, baseline, row));
  }

  compareProfiles(question: ProfileQuestion): Promise<readonly ComparedCounts[]> {
    return compare(this.clickhouse, question);
  }

  async summedProfiles(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject?: string },
  ): Promise<readonly SummedProfile[]> {
    const parameters = { model, baseline, ...defined(range) };
    const rows = await answered(this.clickhouse, sql.readSummedProfiles(range), parameters);
    return rows.map((row) => {
      const [segment, subject, counts, beside] = row as [string, string, number[], number[]];
      return { segment, subject, counts, ...readBeside(beside) };
    });
  }

  async hourSums(model: string, baseline: string, stretch: Stretch, tickMs: number): Promise<readonly HourSum[]> {
    const rows = await answered(this.clickhouse, sql.readHourSums, { model, baseline, ...stretch, tick_ms: tickMs });
    return rows.map((row) => {
      const [subject, hour, values, everything] = row as [string, number, number, number];
      return { subject, hour, values, everything };
    });
  }

  async firstTick(
    model: string,
    baseline: string,
    feed: Feed,
    from = Number.MIN_SAFE_INTEGER,
  ): Promise<number | undefined> {
    const given = { model, baseline, labels: feed === 'labels', of_labels: labelSubjects, from };
    const [row] = await this.clickhouse.rows<[number]>(sql.readFirstTick, given);
    return row?.[0];
  }

  async profilePlaces(
    model: string,
    baseline: string,
    range: { from: number; to: number; subject: string },
  ): Promise<readonly ProfilePlace[]> {
    type Row = [number, string, number, number, number, number];
    const rows = await this.clickhouse.rows<Row>(sql.readProfilePlaces, { model, baseline, ...range });
    return rows.map(([tick, topic, partition, last_offset, first_time, last_time]) => ({
      tick,
      topic,
      partition,
      last_offset,
      first_time,
      last_time,
    }));
  }

  putVerdicts(verdicts: readonly Verdict[]): Promise<void> {
    const { line, names } = verdictTable;
    return inChunks(verdicts, line, (body) => this.clickhouse.insert('verdicts', names, body));
  }

  async verdicts(filter: Parameters<DetectionStore['verdicts']>[0]): Promise<readonly Verdict[]> {
    const rows = await this.clickhouse.rows(sql.readVerdicts(verdictTable.select, filter), defined(filter));
    return rows.map(readVerdict);
  }

  async verdictTallies(model: string, range: { from: number; to: number }): Promise<readonly VerdictTally[]> {
    const rows = await answered(this.clickhouse, sql.readVerdictTallies, { model, ...range });
    return rows.map((row) => {
      const [subject, segment, windows, alarms] = row as [string, string, number, number];
      return { subject, segment, windows, alarms };
    });
  }

  async latestVerdicts(model: string): Promise<readonly Verdict[]> {
    const rows = await this.clickhouse.rows(sql.readLatestVerdicts(verdictTable.select), { model });
    return rows.map(readVerdict);
  }

  heat(question: HeatQuestion): Promise<Heat> {
    return readHeat(this.clickhouse, question);
  }

  putFindings(findings: readonly Finding[]): Promise<void> {
    const { line, names } = findingTable;
    return inChunks(findings, line, (body) => this.clickhouse.insert('findings', names, body));
  }

  /** The newest first, by the event time at which they were raised. */
  async findings(filter: Parameters<DetectionStore['findings']>[0]): Promise<readonly Finding[]> {
    const rows = await this.clickhouse.rows(sql.readFindings(findingTable.select, filter), defined(filter));
    return rows.map(readFinding);
  }

  async budgetUse(range: { from: number; to: number }): Promise<readonly BudgetUse[]> {
    const rows = await this.clickhouse.rows<[string, number, number, number, number, number]>(sql.readBudgetUse, range);
    return rows.map(([model, tests, spent, alarms, watches, digests]) => ({
      model,
      tests: Number(tests),
      spent,
      alarms: Number(alarms),
      watches: Number(watches),
      digests: Number(digests),
    }));
  }

  putPerformance(rows: readonly PerformanceRow[]): Promise<void> {
    const { names, line } = performanceTable;
    return inChunks(rows, line, (body) => this.clickhouse.insert('performance', names, body));
  }

  async performance(filter: {
    model: string;
    baseline?: string;
    metric?: MetricName;
    segment?: string;
    from?: number;
    to?: number;
    limit: number;
  }): Promise<readonly PerformanceRow[]> {
    const rows = await this.clickhouse.rows(sql.readPerformance(performanceTable.select, filter), defined(filter));
    return rows.map(readPerformance);
  }

  async lastPerformance(model: string, baseline: string): Promise<number | undefined> {
    const [row] = await this.clickhouse.rows<[number | null]>(sql.readLastPerformance, { model, baseline });
    return row?.[0] ?? undefined;
  }

  async unsettledPerformance(
    model: string,
    baseline: string,
    below: number,
    limit: number,
  ): Promise<readonly PerformanceWindow[]> {
    type Row = [number, number, number, number, number, number];
    const given = { model, baseline, below: Math.min(below, Number.MAX_SAFE_INTEGER), limit };
    const rows = await this.clickhouse.rows<Row>(sql.readUnsettledPerformance, given);
    return rows.map(([tick, ticks, from, to, first_offset, last_offset]) => ({
      first_tick: tick - ticks + 1,
      tick,
      from,
      to,
      first_offset,
      last_offset,
    }));
  }

  putJudgement({ model, baseline, feed, tick, state }: Judgement): Promise<void> {
    const line = `[${text(model)},${text(baseline)},${text(feed)},${number(tick)},${text(state)}]`;
    return this.clickhouse.insert('judgements', ['model', 'baseline', 'feed', 'tick', 'state'], packed([line]));
  }

  async judgement(model: string, baseline: string, feed: Strand): Promise<Judgement | undefined> {
    const [row] = await this.clickhouse.rows<[number, string]>(sql.readJudgement, { model, baseline, feed });
    return row && { model, baseline, feed, tick: row[0], state: row[1] };
  }
}

/** The parameters that were given; a query has a placeholder only for those. */
function defined<Of extends object>(values: Of): Record<string, string | number | boolean | readonly string[]> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
