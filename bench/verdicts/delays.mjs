// How many values a change takes to be found, at the same level as the false alarms beside it.
import { baselineOf, policyOf, run } from './engine.mjs';
import { streams } from './streams.mjs';
import { uniform } from './random.mjs';
import { printTable, quantileOf, share } from './table.mjs';

const tick = 25;
const perTick = 2.5e-7;
const runs = Math.ceil(200 * share);
const warm = 64 * tick;
const most = 60_000;

const luck = uniform(77);
const changes = {
  '+.1 sd': (x) => x + 0.1,
  '+.25 sd': (x) => x + 0.25,
  '+.5 sd': (x) => x + 0.5,
  '+1 sd': (x) => x + 1,
  '+2 sd': (x) => x + 2,
  'sd × 1.2': (x) => x * 1.2,
  'sd × 1.5': (x) => x * 1.5,
  '5 % at 4 sd': (x) => (luck() < 0.05 ? 4 : x),
  '10 % become 0': (x) => (luck() < 0.1 ? 0 : x),
};
const dependent = ['+.25 sd', '+.5 sd', '+1 sd', 'sd × 1.5'];

const rows = [];
for (const [name, make] of Object.entries(streams)) {
  const asked = name === 'i.i.d.' ? Object.keys(changes) : dependent;
  const made = [];
  for (let seed = 0; seed < 4; seed++) made.push(await baselineOf(make(500 + seed), 50_000, tick));
  const medians = asked.map((change) => quantileOf(delaysOf(make, made, changes[change]), 0.5));
  rows.push([name, ...Object.keys(changes).map((change) => medians[asked.indexOf(change)] ?? '')]);
}
printTable(
  `Median delay in values over ${runs} changes at any place in a tick of ${tick}, at ${perTick} false alarms a tick`,
  ['stream', ...Object.keys(changes)],
  rows,
);

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
