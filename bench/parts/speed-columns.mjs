import { Judge, mergeProfiles, PartitionCounter, policyFor } from '@anchorwatch/detection';
import { tickCounter } from './column-ticks.mjs';
import { baselineOfColumns, columns, eventsOf } from './speed-data.mjs';
import { medianSeconds } from './thread-time.mjs';

const COLUMNS = 10;
const TICK = 20;
const REFERENCE = 10_000;

/** Columns in memory to findings: binned, counted by ticks of 20 rows and judged in windows of every length. */
export async function columnsJudged(rows, runs) {
  const names = Array.from({ length: COLUMNS }, (_, k) => `column_${k}`);
  const made = await baselineOfColumns(columns(COLUMNS, REFERENCE, 1), names, REFERENCE, TICK, false);
  const baseline = { ...made, subjects: made.subjects.filter(({ ordered }) => ordered) };
  const live = new Map(columns(COLUMNS, rows, 2).map((column, k) => [names[k], column]));
  const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: rows / TICK });
  const values = rows * COLUMNS;
  const line = (name, work) => {
    const { verdicts, findings } = work();
    const seconds = medianSeconds(runs, work);
    return `${name.padEnd(44)}${(values / seconds / 1e6).toFixed(2).padStart(8)} M values/s  ${verdicts} verdicts, ${findings} findings`;
  };
  const run = (kept) => judged(baseline, policy, live, rows, kept);
  return [
    `Columns in memory, judging included: ${COLUMNS} columns of ${rows} rows, tick ${TICK}, windows up to .64 of ${REFERENCE} rows`,
    line('binned and counted only', () => run(undefined)),
    line('every verdict in full', () => run('all')),
    line('verdicts that findings need', () => run('surprising')),
    ...(await pairsJudged(runs)),
  ];
}

/** Counts and judges every full tick. `kept` is what a judge keeps of its verdicts; without it, they are only counted. */
export function judged(baseline, policy, live, rows, kept) {
  const judge = kept && new Judge({ baseline, feed: 'events', policy, verdicts: kept });
  const count = tickCounter(baseline, (subject) => live.get(subject));
  let [verdicts, findings] = [0, 0];
  for (let tick = 0, first = 0; first + TICK <= rows; tick++, first += TICK) {
    const profiles = count(tick, first, first + TICK);
    if (judge === undefined) continue;
    const found = judge.take(tick, profiles);
    verdicts += found.verdicts.length;
    findings += found.findings.length;
  }
  return { verdicts, findings };
}

/** The same with columns that depend on each other, so that pairs of them and a reconstruction error are judged; counted before. */
async function pairsJudged(runs) {
  const rows = 20_000;
  const names = Array.from({ length: COLUMNS }, (_, k) => `column_${k}`);
  const chained = (independent) =>
    independent.map((column, k) =>
      k === 0 ? column : column.map((value, row) => 0.6 * independent[k - 1][row] + 0.8 * value),
    );
  const baseline = await baselineOfColumns(chained(columns(COLUMNS, REFERENCE, 1)), names, REFERENCE, TICK, true);
  const joint = baseline.subjects.filter(({ derived }) => derived !== undefined).length;
  const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: rows / TICK });
  const counter = new PartitionCounter({
    topic: 'bench',
    partition: 0,
    feed: 'events',
    lateness_ms: 0,
    baselineOf: () => baseline,
  });
  for (const { source, event } of eventsOf(chained(columns(COLUMNS, rows, 2)), names, rows))
    counter.takeEvent(source, event);
  counter.takeWatermark(Infinity);
  const ticks = new Map();
  for (const profile of mergeProfiles(counter.drain(rows, 0).profiles))
    ticks.set(profile.tick, [...(ticks.get(profile.tick) ?? []), profile]);
  const seconds = medianSeconds(runs, () => {
    const judge = new Judge({ baseline, feed: 'events', policy, verdicts: 'surprising' });
    for (const [at, profiles] of ticks) judge.take(at, profiles);
  });
  return [
    `${`judging alone, with ${joint} joint subjects`.padEnd(44)}${((rows * COLUMNS) / seconds / 1e6).toFixed(2).padStart(8)} M values/s`,
  ];
}
