#!/usr/bin/env node
// Values a second, false alarms and delay of each classic detector; see README.md.
import { parseArgs } from 'node:util';
import {
  adwin,
  bettingGrid,
  cusum,
  ddm,
  eDetector,
  eddm,
  geometricMovingAverage,
  hddmA,
  kllSketch,
  kswin,
  nextRandomState,
  normalQuantile,
  pageHinkley,
  uniformOf,
} from '../libs/stats/dist/index.js';

const { values } = parseArgs({
  options: {
    values: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '21' },
    help: { type: 'boolean', default: false },
  },
});
const [count, runs] = [values.values, values.runs].map(Number);
if (values.help || !(count >= 10_000 && runs >= 1)) {
  console.log(`usage: classics.mjs [--values 1000000] [--runs 21]

Numbers are N(0, 1) and rise by 0.5 and 1 deviation; answers are wrong in 10 % of cases, then in 15 % and 20 %.
  --values N   values without a change, at least 10,000: for the speed and the false alarms
  --runs N     streams with a change after 1,000 values: for the median delay, in values`);
  process.exit(values.help ? 0 : 2);
}

const numbers = { calm: normal(0), changed: [normal(0.5), normal(1)] };
const answers = { calm: wrong(0.1), changed: [wrong(0.15), wrong(0.2)] };
const rates = bettingGrid({ mean: 0.1, least: 0.05, most: 0.3, alpha: 1e-6, direction: 'rise' });
const detectors = [
  ['adwin', adwin(), numbers],
  ['page-hinkley', pageHinkley(), numbers],
  ['cusum', cusum(), numbers],
  ['gma', geometricMovingAverage(), numbers],
  ['kswin', kswin(), numbers],
  ['ddm', ddm(), answers],
  ['eddm', eddm(), answers],
  ['hddm-a', hddmA(), answers],
  ['e-detector, 5 bets, ARL 1e6', eDetector({ mean: 0.1, alpha: 1e-6 }), answers],
  [`e-detector, ${rates.length} bets, ARL 1e6`, eDetector({ mean: 0.1, alpha: 1e-6, bets: rates }), answers],
];

console.log(row('detector', 'values/s', 'false/1e6', 'delay, less', 'delay, more'));
for (const [name, detector, { calm, changed }] of detectors) {
  const stream = Float64Array.from({ length: count }, calm(1));
  const began = process.hrtime.bigint();
  const alarms = alarmsOf(detector, stream, detector.start).count;
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const delays = changed.map((law) =>
    median(Array.from({ length: runs }, (_, seed) => delay(detector, calm, law, seed + 2))),
  );
  console.log(row(name, rounded(count / seconds), ((alarms * 1e6) / count).toFixed(1), ...delays));
}
{
  const stream = Float64Array.from({ length: count }, normal(0)(1));
  const began = process.hrtime.bigint();
  kllSketch(stream, 200);
  console.log(row('kll sketch, k = 200', rounded((count * 1e9) / Number(process.hrtime.bigint() - began)), '', '', ''));
}

/** Alarms in a stream, or the place of the first one. */
function alarmsOf(detector, stream, start, stopAtFirst = false) {
  let state = start;
  let alarms = 0;
  for (let place = 0; place < stream.length; place++) {
    const step = detector.step(state, stream[place]);
    state = step.state;
    if (step.signal !== 'drift') continue;
    alarms++;
    if (stopAtFirst) return { count: alarms, first: place + 1, state };
  }
  return { count: alarms, first: Infinity, state };
}

/** Values from the change until the first alarm; alarms before it have begun anew and do not count. */
function delay(detector, calm, law, seed) {
  const warm = alarmsOf(detector, Float64Array.from({ length: 1_000 }, calm(seed)), detector.start);
  return alarmsOf(detector, Float64Array.from({ length: 50_000 }, law(seed + 1_000)), warm.state, true).first;
}

function normal(mean) {
  return (seed) => {
    const uniform = uniforms(seed);
    return () => mean + normalQuantile(uniform() || Number.MIN_VALUE);
  };
}

function wrong(rate) {
  return (seed) => {
    const uniform = uniforms(seed);
    return () => (uniform() < rate ? 1 : 0);
  };
}

function uniforms(seed) {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = nextRandomState(state);
    return uniformOf(state);
  };
}

function median(delays) {
  const middle = delays.sort((a, b) => a - b)[Math.floor(delays.length / 2)];
  return middle === Infinity ? '> 50000' : String(middle);
}

function rounded(rate) {
  return rate >= 1e6 ? `${(rate / 1e6).toFixed(1)} M` : `${(rate / 1e3).toFixed(0)} k`;
}

function row(name, ...cells) {
  return name.padEnd(30) + cells.map((cell) => cell.padStart(13)).join('');
}
