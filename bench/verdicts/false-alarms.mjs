// False alarms of the engine on healthy streams, by how their values depend on each other; tick 25, every window length.
import { baselineOf, independent, policyOf, run, seasonalBaselineOf } from './engine.mjs';
import { otherStreams, seasonal, streams } from './streams.mjs';
import { atMost, printTable, share, short } from './table.mjs';

const tick = 25;
const perTick = 2.5e-7;
const baselines = 10;
const values = Math.ceil(1e7 * share);
/** So many are enough to see what happens where nothing is measured. */
const naiveValues = values / 25;

/** The most false alarms in a million values that are wanted. */
const wanted = {
  'i.i.d.': 0.2,
  'AR(1) .9': 0.1,
  'clusters of 20, ICC .3': 0.1,
  'clusters of 20, ICC .8': 0.1,
  'season ± 0.3 sd, its own hours': 0.25,
  'season ± 1 sd, its own hours': 0.25,
};

const plain = (next) => baselineOf(next, 50_000, tick);
const cases = [
  ...Object.entries({ ...streams, ...otherStreams }).map(([name, make]) => [name, make, plain]),
  ...[0.1, 0.3].map((height) => [
    `season ± ${height} sd, counted together`,
    (seed) => seasonal(seed, height),
    (next) => baselineOf(next, 280_000, tick),
  ]),
  ...[0.1, 0.3, 1].map((height) => [
    `season ± ${height} sd, its own hours`,
    (seed) => seasonal(seed, height),
    (next) => seasonalBaselineOf(next, 280_000, tick),
  ]),
];

const rows = [];
for (const [name, make, baseline] of cases) rows.push(await measured(name, make, baseline));
printTable(
  `False alarms per 1e6 values at ${perTick} a tick of ${tick} values (${short((perTick / tick) * 1e6)} expected), ${short(values, 3)} values each, from ${baselines} baselines`,
  ['stream', 'as measured', 'by', 'if values were taken for independent'],
  rows,
);

async function measured(name, make, baseline) {
  let [alarms, naive] = [0, 0];
  const by = {};
  const ticks = Math.ceil(values / tick / baselines);
  const naiveTicks = Math.ceil(naiveValues / tick / baselines);
  for (let seed = 0; seed < baselines; seed++) {
    const next = make(1000 + seed);
    const made = await baseline(next);
    raised(made, next, ticks, ({ statistic }) => {
      alarms++;
      by[statistic] = (by[statistic] ?? 0) + 1;
    });
    raised(independent(made), next, naiveTicks, () => naive++);
  }
  const rate = (alarms / (ticks * baselines * tick)) * 1e6;
  const most = wanted[name];
  const names = Object.entries(by).map(([statistic, count]) => `${statistic} ${count}`);
  return [
    name,
    most === undefined ? short(rate) : atMost(`false alarms per 1e6 values, ${name}`, rate, most),
    names.join(', '),
    short((naive / (naiveTicks * baselines * tick)) * 1e6),
  ];
}

function raised(baseline, next, ticks, take) {
  run(baseline, policyOf(baseline, perTick), next, (at, { findings }) => {
    for (const finding of findings) if (finding.tier === 'alarm' && finding.ended_at === null) take(finding);
    return at + 1 < ticks;
  });
}
