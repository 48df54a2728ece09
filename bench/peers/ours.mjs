// Our own engine on the same rows: the command, and what it costs on columns in memory.
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeBaseline, policyFor } from '@anchorwatch/detection';
import { judged } from '../parts/speed-columns.mjs';
import { eventsOf, MODEL } from '../parts/speed-data.mjs';
import { medianSeconds } from '../parts/thread-time.mjs';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../../apps/monitor/bin/anchorwatch.js', import.meta.url));
const TICK = 20;
const ALARMS_PER_SCAN = 0.05;
const RUNS = 5;
const FOUND_OR_NOT = [0, 3];

/** @returns {version, results} in the form of the peers; `seconds` are those of the judging on columns in memory */
export async function runOurs(folder, streams) {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const results = [];
  for (const stream of streams) {
    const alarms = await scanned(folder, stream);
    const cost = stream.kind === 'control' ? await costOf(folder, stream) : { values: 0, seconds: 0 };
    results.push({ detector: 'Anchorwatch scan', stream: stream.name, alarms, ...cost });
  }
  return { version, results };
}

/** The alarms of one scan as [rows read, subject]. Other tiers are no alarms. */
async function scanned(folder, { file, name, baseline }) {
  const path = join(folder, file);
  const out = join(folder, `${name}.found.json`);
  const options = ['--tick', TICK, '--alarms-per-scan', ALARMS_PER_SCAN, '--baseline-rows', baseline, '--json', out];
  await run(process.execPath, [PROGRAM, 'scan', path, ...options.map(String)]).catch((problem) => {
    if (!FOUND_OR_NOT.includes(problem.code)) throw problem;
  });
  const { findings } = JSON.parse(readFileSync(out, 'utf8'));
  rmSync(out);
  return findings
    .filter(({ tier }) => tier === 'alarm')
    .map(({ raised_at, subject }) => [raised_at.event + 1, subject]);
}

/** Binning, counting and judging each column by itself; the median of some runs after two that warm up. */
async function costOf(folder, { file, baseline: healthy }) {
  const [names, ...rows] = readFileSync(join(folder, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const column = (place, part) => Float64Array.from(part, (row) => Number(row[place]));
  const reference = names.map((_, place) => column(place, rows.slice(0, healthy)));
  const made = await makeBaseline({
    model: MODEL,
    model_version: '1',
    made_from: 'bench',
    tick: { kind: 'count', events: TICK },
    segment_fields: [],
    joint: false,
    events: () => [eventsOf(reference, names, healthy)],
  });
  const baseline = { ...made, subjects: made.subjects.filter(({ ordered }) => ordered) };
  const rest = rows.slice(healthy);
  const live = new Map(names.map((name, place) => [name, column(place, rest)]));
  const policy = policyFor({
    baseline,
    feed: 'events',
    alarms_per_scan: ALARMS_PER_SCAN,
    ticks: Math.floor(rest.length / TICK),
  });
  const seconds = medianSeconds(RUNS, () => judged(baseline, policy, live, rest.length, 'surprising'));
  return { values: rest.length * names.length, seconds };
}
