import type { ComparedCounts, ProfileQuestion, Stretch } from '@anchorwatch/detection';
import type { Clickhouse, Limits, Parameters } from '../clickhouse/clickhouse.js';
import { compareProfiles } from './compare-query.js';

/** What one comparison may cost; a person waits for it, and the watch must not. */
export const comparisonLimits: Limits = {
  seconds: 30,
  memoryBytes: 1024 ** 3,
  rows: 100_000,
  // Merging the levels of the query into one expression takes the planner minutes, and compiling its many small functions
  // longer than computing them for some dozens of rows.
  settings: ['query_plan_merge_expressions = 0', 'compile_expressions = 0'],
};
/** Subjects that are asked for together: their bins and references travel with the question. */
const subjectsAtOnce = 40;

/** Compares two stretches of profiles in the database, some subjects at a time. */
export async function compare(clickhouse: Clickhouse, question: ProfileQuestion): Promise<readonly ComparedCounts[]> {
  const found: ComparedCounts[] = [];
  const { subjects } = question;
  for (let start = 0; start < subjects.length; start += subjectsAtOnce) {
    const some = { ...question, subjects: subjects.slice(start, start + subjectsAtOnce) };
    const answer = await clickhouse.ask(
      compareProfiles(question.a === undefined ? 'one' : 'two'),
      parametersOf(some),
      comparisonLimits,
    );
    for await (const page of answer.pages) for (const row of page) found.push(read(row as ComparedRow));
  }
  return found.sort((one, other) => (one.subject < other.subject ? -1 : 1));
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
  a_nulls: number,
  a_wrong_type: number,
  b_counts: number[],
  b_nulls: number,
  b_wrong_type: number,
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
  const [subject, aCounts, aNulls, aWrong, bCounts, bNulls, bWrong, psi, ks, ...rest] = row;
  const [jensen_shannon, hellinger, wasserstein, chi2, chi2_df, neyman] = rest;
  return {
    subject,
    a: { counts: aCounts, nulls: aNulls, wrong_type: aWrong },
    b: { counts: bCounts, nulls: bNulls, wrong_type: bWrong },
    distances: { psi, ks, jensen_shannon, hellinger, wasserstein, chi2, chi2_df, neyman },
  };
}
