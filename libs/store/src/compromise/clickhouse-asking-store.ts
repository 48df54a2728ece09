import {
  AskingStore,
  type Asking,
  type GoldenQuestion,
  type SeenArtefact,
  type StripQuestion,
} from '@anchorwatch/compromise';
import { inChunks } from '../clickhouse/chunks.js';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { askingTable, goldenTable, readAsking, readGolden, readStrip, stripTable } from './asking-rows.js';

/** Askings that are read at once. */
const pageSize = 2_000;

/** Golden questions and askings, in ClickHouse. */
export class ClickhouseAskingStore extends AskingStore {
  constructor(private readonly clickhouse: Clickhouse) {
    super();
  }

  async putGolden(questions: readonly GoldenQuestion[]): Promise<void> {
    const placeOf = ({ model, baseline }: GoldenQuestion) => JSON.stringify([model, baseline]);
    const places = new Map(questions.map((question) => [placeOf(question), question]));
    for (const [place, { model, baseline }] of places) {
      const known = new Set((await this.golden(model, baseline)).map(({ question }) => question));
      const fresh = questions.filter((one) => placeOf(one) === place && !known.has(one.question));
      await inChunks(fresh, goldenTable.line, (lines) =>
        this.clickhouse.insert('golden_questions', goldenTable.names, lines),
      );
    }
  }

  async golden(model: string, baseline: string): Promise<readonly GoldenQuestion[]> {
    return (await this.clickhouse.rows(readGoldenOf, { model, baseline })).map(readGolden);
  }

  putAskings(askings: readonly Asking[]): Promise<void> {
    return inChunks(askings, askingTable.line, (lines) => this.clickhouse.insert('askings', askingTable.names, lines));
  }

  async *rounds(model: string, baseline: string, after = 0): AsyncIterable<readonly Asking[]> {
    for (let last = after; ;) {
      const rows = await this.clickhouse.rows(readRounds, { model, baseline, after: last, limit: pageSize });
      if (rows.length === 0) return;
      const page = rows.map(readAsking);
      yield page;
      last = page.at(-1)!.round;
    }
  }

  async artefacts(model: string): Promise<readonly SeenArtefact[]> {
    const rows = await this.clickhouse.rows<[string, string, number, number]>(readArtefacts, { model });
    return rows.map(([model_version, artefact_digest, from, to]) => ({ model_version, artefact_digest, from, to }));
  }

  async askings(filter: Parameters<AskingStore['askings']>[0]): Promise<readonly Asking[]> {
    const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    return (await this.clickhouse.rows(readNewest(filter), given as Record<string, string | number>)).map(readAsking);
  }

  putStrip(questions: readonly StripQuestion[]): Promise<void> {
    return inChunks(questions, stripTable.line, (lines) =>
      this.clickhouse.insert('strip_questions', stripTable.names, lines),
    );
  }

  async strip(filter: Parameters<AskingStore['strip']>[0]): Promise<readonly StripQuestion[]> {
    return (await this.clickhouse.rows(readStripOf, filter)).map(readStrip);
  }
}

const readStripOf = `
SELECT ${stripTable.select}
FROM {database}.strip_questions FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND strip_questions.planned_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
ORDER BY finding, question`;

const readGoldenOf = `
SELECT ${goldenTable.select}
FROM {database}.golden_questions FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
ORDER BY question`;

/** Whole rounds: one that was cut apart could not be judged. */
const readRounds = `
SELECT ${askingTable.select}
FROM
(
SELECT *
FROM {database}.askings FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND round > {after:UInt32}
ORDER BY round
LIMIT {limit:UInt32} WITH TIES
) AS page
ORDER BY page.round, page.question, page.turn`;

const readArtefacts = `
SELECT
    model_version,
    artefact_digest,
    toUnixTimestamp64Milli(min(asked_at)) AS first,
    toUnixTimestamp64Milli(max(asked_at))
FROM {database}.askings
WHERE model = {model:String}
  AND artefact_digest != ''
GROUP BY model_version, artefact_digest
ORDER BY first, artefact_digest`;

/** All of one time: a page that cut them apart could not be continued by time. */
const readNewest = (given: Parameters<AskingStore['askings']>[0]): string => `
SELECT ${askingTable.select}
FROM
(
SELECT *
FROM {database}.askings FINAL
WHERE model = {model:String}
  ${given.baseline === undefined ? '' : 'AND baseline = {baseline:String}'}
  ${given.question === undefined ? '' : 'AND question = {question:String}'}
  ${given.from === undefined ? '' : "AND askings.asked_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')"}
  ${given.to === undefined ? '' : "AND askings.asked_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')"}
ORDER BY askings.asked_at DESC
LIMIT {limit:UInt32} WITH TIES
) AS page
ORDER BY page.asked_at DESC, page.question, page.turn`;
