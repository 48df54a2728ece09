#!/usr/bin/env node
// What the watch over training runs costs in false alarms and finds of what goes wrong in them; see README.md. Build the libraries first.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judgeTrainingRuns } from '@anchorwatch/compromise';
import { readRows, train } from './parts/small-sgd.mjs';
import { simulatedRun } from './parts/simulated-run.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    runs: { type: 'string', default: '1000' },
    sets: { type: 'string', default: '10' },
    alarms: { type: 'string', default: '0.01' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`usage: training-runs.mjs [--data DIR] [--runs 1000] [--sets 10] [--alarms 0.01]

Simulated runs, twenty of one model after the other, 400 reports each: --runs healthy ones, then --sets models of each kind whose twentieth run has something
planted in it. With --data, which has elec2.csv.gz, phishing.csv.gz and noaa_weather.csv.gz, the same with runs of logistic regression by stochastic gradient descent.
--alarms is what one run may cost in false alarms.`);
  process.exit(0);
}
const perModel = 20;
const [reports, half] = [400, 200];
const sets = Number(values.sets);

/** What is planted in the last run: simulated and real training know the same words. */
const plants = {
  'loss × 2, one report': { spike: 2 },
  'loss × 3, one report': { spike: 3 },
  'loss × 1.5 for the rest': { level: 1.5 },
  'loss × 1.5 from the first': { level: 1.5, from: 0 },
  '10 % of one class of a source flipped': { flip: 0.1 },
  '30 % of one class of a source flipped': { flip: 0.3 },
  '30 % flipped from the first': { flip: 0.3, from: 0 },
  '30 % of both classes of a source flipped': { flip: 0.3, both: true },
  '30 % of both classes flipped from the first': { flip: 0.3, both: true, from: 0 },
  'rows × 20, one report': { rows: 20 },
  'a source swapped within the run': { swap: true },
};
const inSimulation = [
  'loss × 2, one report',
  'loss × 3, one report',
  'loss × 1.5 for the rest',
  'loss × 1.5 from the first',
  '10 % of one class of a source flipped',
  '30 % of one class of a source flipped',
  '30 % flipped from the first',
  'a source swapped within the run',
];
const inTraining = [
  '10 % of one class of a source flipped',
  '30 % of one class of a source flipped',
  '30 % flipped from the first',
  '30 % of both classes of a source flipped',
  '30 % of both classes flipped from the first',
  'rows × 20, one report',
  'a source swapped within the run',
];

falseAlarms('simulated', Number(values.runs) / perModel, (seed) => (run) => simulatedRun(seed, run, reports));
recall('simulated', inSimulation, (seed) => (run, plant) => simulatedRun(seed, run, reports, plant));
if (values.data !== undefined)
  for (const [name, file, label] of [
    ['elec2', 'elec2.csv.gz', 'class'],
    ['phishing', 'phishing.csv.gz', 'class'],
    ['weather', 'noaa_weather.csv.gz', 'target'],
  ]) {
    const rows = await readRows(join(values.data, file), label);
    const of = (seed) => (run, plant) => train(rows, seed, run, reports, plant);
    falseAlarms(name, sets, of);
    recall(name, inTraining, of);
  }

function falseAlarms(name, models, runsOf) {
  if (models < 1) return;
  const began = performance.now();
  const found = {};
  let [accused, all] = [0, 0];
  for (let seed = 1; seed <= models; seed++) {
    const make = runsOf(seed);
    const report = judgeTrainingRuns(
      Array.from({ length: perModel }, (_, run) => make(run)).flat(),
      Number(values.alarms),
    );
    for (const { subject, tier, words } of report.findings) {
      if (values.verbose) console.log(`  ${name} ${seed} ${tier}: ${words}`);
      if (tier === 'alarm') found[subject] = (found[subject] ?? 0) + 1;
      if (tier === 'alarm') accused++;
    }
    all += report.runs.length;
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${name}: ${accused} false alarms in ${all} healthy runs, ${(Number(values.alarms) * all).toFixed(1)} allowed ${JSON.stringify(found)} (${((seconds / all / reports) * 1e6).toFixed(0)} µs a report, making it included)`,
  );
}

function recall(name, kinds, runsOf) {
  for (const kind of kinds) {
    const delays = [];
    const by = {};
    let others = 0;
    for (let seed = 1; seed <= sets; seed++) {
      const plant = { from: half, source: 's1', ...plants[kind] };
      const make = runsOf(1_000 + seed);
      const last = `run-${perModel - 1}`;
      const steps = Array.from({ length: perModel }, (_, run) =>
        make(run, run === perModel - 1 ? plant : undefined),
      ).flat();
      const { findings } = judgeTrainingRuns(steps, Number(values.alarms));
      const right = findings.filter(({ tier, evidence }) => tier === 'alarm' && evidence.training.run_id === last);
      others += right.filter(({ principals }) => principals.some((source) => source !== 's1')).length;
      for (const subject of new Set(right.map((finding) => finding.subject))) by[subject] = (by[subject] ?? 0) + 1;
      const first = Math.min(...right.map(({ raised_at }) => raised_at.event / 10 - plant.from));
      if (right.length > 0) delays.push(first);
    }
    delays.sort((a, b) => a - b);
    console.log(
      `${name}, ${kind}: ${delays.length} of ${sets} found, median ${delays[Math.floor(delays.length / 2)] ?? '–'} reports after it ${JSON.stringify(by)}${others > 0 ? `, ${others} clean sources accused` : ''}`,
    );
  }
}
