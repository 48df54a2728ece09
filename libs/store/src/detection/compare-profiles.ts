import type { BesideCounts, ComparedCounts, ProfileQuestion, Stretch } from '@anchorwatch/detection';
import type { Clickhouse, Limits, Parameters } from '../clickhouse/clickhouse.js';
import { describe, StoreRefused } from '../clickhouse/errors.js';
import { compareProfiles } from './compare-query.js';

/** What one comparison may cost; a person waits for it, and the watch must not. */
const limits: Limits = {
  seconds: 30,
  memoryBytes: 1024 ** 3,
  rows: 100_000,
  // Merging the levels of the query into one expression takes the planner minutes, and compiling its many small functions
  // longer than computing them for some dozens of rows.
  settings: ['query_plan_merge_expressions = 0', 'compile_expressions = 0'],
};
const timeIsOver = 159;
/** Subjects that are asked for together: their bins and references travel with the question. */
const subjectsAtOnce = 40;

/** Compares two stretches of profiles in the database, some subjects at a time. */
export async function compare(clickhouse: Clickhouse, question: ProfileQuestion): Promise<readonly ComparedCounts[]> {
  const found: ComparedCounts[] = [];
  const { subjects } = question;
  for (let start = 0; start < subjects.length; start += subjectsAtOnce) {
    const some = { ...question, subjects: subjects.slice(start, start + subjectsAtOnce) };
    const sql = compareProfiles(question.a === undefined ? 'one' : 'two');
    const rows = await answered(clickhouse, sql, parametersOf(some));
    found.push(...rows.map((row) => read(row as ComparedRow)));
  }
  return found.sort((one, other) => (one.subject < other.subject ? -1 : 1));
}

/** All rows of a bounded question. @throws {StoreRefused} also when its time is over: it is there, and too large */
export async function answered(
  clickhouse: Clickhouse,
  sql: string,
  parameters: Parameters,
): Promise<readonly (readonly unknown[])[]> {
  try {
    const rows: (readonly unknown[])[] = [];
    const { pages } = await clickhouse.ask(sql, parameters, limits);
    for await (const page of pages) for (const row of page) rows.push(row);
    return rows;
  } catch (error) {
    const { code, type, message } = describe(error instanceof Error ? error.cause : error);
    if (code !== timeIsOver) throw error;
    throw new StoreRefused(`${message}; choose a shorter stretch or fewer subjects`, code, type, { cause: error });
  }
}

function parametersOf({ model, baseline, subjects, a, b }: ProfileQuestion): Parameters {
  const bounds = a === undefined ? b : { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
  const tuples = subjects.map((one) => [one.subject, one.ordered, one.psi_groups, one.reference ?? []]);
  return {
    model,
    baseline,
    from: bounds.from,
    to: bounds.to,
    subjects: JSON.stringify(tuples),
    names: subjects.map(({ subject }) => subject),
    ...(a === undefined ? {} : stretchParameters('a', a)),
    ...stretchParameters('b', b),
  };
}

function stretchParameters(side: 'a' | 'b', { segment, from, to }: Stretch): Parameters {
  return { [`${side}_segment`]: segment, [`${side}_from`]: from, [`${side}_to`]: to };
}

type ComparedRow = readonly [
  subject: string,
  a_counts: number[],
  a_beside: number[],
  b_counts: number[],
  b_beside: number[],
  psi: number,
  ks: number,
  jensen_shannon: number,
  hellinger: number,
  wasserstein: number,
  chi2: number,
  chi2_df: number,
  neyman: number[],
];

function read(row: ComparedRow): ComparedCounts {
  const [subject, aCounts, aBeside, bCounts, bBeside, psi, ks, ...rest] = row;
  const [jensen_shannon, hellinger, wasserstein, chi2, chi2_df, neyman] = rest;
  return {
    subject,
    a: { counts: aCounts, ...readBeside(aBeside) },
    b: { counts: bCounts, ...readBeside(bBeside) },
    distances: { psi, ks, jensen_shannon, hellinger, wasserstein, chi2, chi2_df, neyman },
  };
}

/** Counts beside the bins from an array in the order of `besides`; of an empty one, none. */
export function readBeside(counts: readonly number[]): BesideCounts {
  const [nulls = 0, wrong_type = 0, nans = 0, infinities = 0, below = 0, above = 0] = counts;
  return { nulls, wrong_type, nans, infinities, below, above };
}
