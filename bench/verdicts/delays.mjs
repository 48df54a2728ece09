// How many values a change takes to be found, at the same level as the false alarms beside it.
import { changes } from './changes.mjs';
import { baselineOf, policyOf, run, seasonalBaselineOf } from './engine.mjs';
import { uniform } from './random.mjs';
import { seasonal, streams } from './streams.mjs';
import { atMost, printTable, quantileOf, share, short } from './table.mjs';

const tick = 25;
const perTick = 2.5e-7;
const runs = Math.ceil(200 * share);
const warm = 64 * tick;
const most = 60_000;

const known = changes(uniform(77));
const all = Object.keys(known);
const dependent = ['+.25 sd', '+.5 sd', '+1 sd', 'sd × 1.5'];
const wanted = { '+.25 sd': 760, '+.5 sd': 205, '+1 sd': 60, '+2 sd': 35 };

const rows = [];
for (const [name, make] of Object.entries(streams)) {
  rows.push(await measured(name, make, (next) => baselineOf(next, 50_000, tick)));
}
for (const height of [0.3, 1]) {
  const make = (seed) => seasonal(seed, height);
  rows.push(
    await measured(`season ± ${height} sd, its own hours`, make, (next) => seasonalBaselineOf(next, 280_000, tick)),
  );
}
printTable(
  `Median delay in values of ${runs} changes at any place in a tick of ${tick}, at ${perTick} false alarms a tick`,
  ['stream', ...all],
  rows,
);

async function measured(name, make, baseline) {
  const isPlain = name === 'i.i.d.';
  const asked = isPlain ? all : dependent;
  const made = [];
  for (let seed = 0; seed < 4; seed++) made.push(await baseline(make(500 + seed)));
  return [
    name,
    ...all.map((change) => {
      if (!asked.includes(change)) return '';
      const median = quantileOf(delaysOf(make, made, known[change]), 0.5);
      const text = short(median, 5);
      if (!isPlain || wanted[change] === undefined) return text;
      return atMost(`delay of ${change}`, median, wanted[change], text);
    }),
  ];
}

function delaysOf(make, made, change) {
  return Array.from({ length: runs }, (_, k) => {
    const baseline = made[k % made.length];
    const next = make(90_000 + k);
    const onset = warm + (k % tick);
    let at = 0;
    let delay = Infinity;
    const stream = () => (at++ >= onset ? change(next()) : next());
    run(baseline, policyOf(baseline, perTick), stream, (ticks, { findings }) => {
      const found = findings.find(({ tier, raised_at }) => tier === 'alarm' && raised_at.event >= onset);
      if (found !== undefined) delay = found.raised_at.event + 1 - onset;
      return delay === Infinity && (ticks + 1) * tick < onset + most;
    });
    return delay;
  });
}
