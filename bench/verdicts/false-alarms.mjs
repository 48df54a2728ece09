// False alarms of the engine on healthy streams, by how their values depend on each other; tick 25, every window length.
import { baselineOf, policyOf, run, seasonalBaselineOf } from './engine.mjs';
import { otherStreams, seasonal, streams } from './streams.mjs';
import { printTable, share, short } from './table.mjs';

const tick = 25;
const perTick = 2.5e-7;
const baselines = 4;
const values = Math.ceil(1e7 * share);

const rows = [];
for (const [name, make] of Object.entries({ ...streams, ...otherStreams })) {
  rows.push(
    await measured(
      name,
      (seed) => make(seed),
      (next) => baselineOf(next, 50_000, tick),
    ),
  );
}
for (const [name, height] of [
  ['season ± .3 sd, its own hours', 0.3],
  ['season ± 1 sd, its own hours', 1],
]) {
  rows.push(
    await measured(
      name,
      (seed) => seasonal(seed, height),
      (next) => seasonalBaselineOf(next, 280_000, tick),
    ),
  );
}
printTable(
  `False alarms at ${perTick} a tick of ${tick} values, ${short(values, 3)} values each from ${baselines} baselines`,
  ['stream', 'false alarms per 1e6 values', 'expected at most', 'by'],
  rows,
);

async function measured(name, make, baseline) {
  let alarms = 0;
  const by = {};
  const ticks = Math.ceil(values / tick / baselines);
  for (let seed = 0; seed < baselines; seed++) {
    const next = make(1000 + seed);
    const made = await baseline(next);
    run(made, policyOf(made, perTick), next, (at, { findings }) => {
      for (const finding of findings) {
        if (finding.tier !== 'alarm' || finding.ended_at !== null) continue;
        alarms++;
        by[finding.statistic] = (by[finding.statistic] ?? 0) + 1;
      }
      return at + 1 < ticks;
    });
  }
  const per = (count) => short((count / (ticks * baselines * tick)) * 1e6);
  const names = Object.entries(by).map(([statistic, count]) => `${statistic} ${count}`);
  return [name, per(alarms), per(perTick * ticks * baselines), names.join(', ')];
}
