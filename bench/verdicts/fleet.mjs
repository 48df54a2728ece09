// 5,000 numbers of 100 models through the engine for a week of hours, at a budget of one false alarm a week for all.
import { defaultPolicy, Judge, testsPerTick } from '../../libs/detection/dist/index.js';
import { baselineOfRows, tickCounter } from './engine.mjs';
import { normal, uniform } from './random.mjs';
import { atMost, printTable, share } from './table.mjs';

const models = Math.ceil(100 * share);
const features = 50;
const ticks = 168;
const perTick = 40;
const names = Array.from({ length: features }, (_, k) => `x${k}`);

let alarms = 0;
let watches = 0;
let tests = 0;
for (let model = 0; model < models; model++) {
  const z = normal(uniform(31 + model));
  const row = () => Object.fromEntries(names.map((name) => [name, z()]));
  const baseline = await baselineOf(row);
  tests += testsPerTick(baseline, 'events') * ticks;
  const policy = { ...defaultPolicy, alpha: 1 / (testsPerTick(baseline, 'events') * ticks * models) };
  judgeWeek(baseline, policy, z);
}
printTable(
  `${models * features} streams × ${ticks} windows through the engine, budget 1 a week: every number by itself, every window length`,
  ['tests', 'alarms', 'watches (20 expected)'],
  [[Math.round(tests), atMost('alarms of the week', alarms, 3), atMost('watches of the week', watches, 60)]],
);

async function baselineOf(row) {
  const baseline = await baselineOfRows(200 * perTick, { kind: 'count', events: perTick }, row);
  return { ...baseline, subjects: baseline.subjects.filter(({ subject }) => names.includes(subject)) };
}

function judgeWeek(baseline, policy, z) {
  const judge = new Judge({ baseline, feed: 'events', policy, verdicts: 'surprising' });
  const count = tickCounter(baseline, perTick, z);
  for (let tick = 0; tick < ticks; tick++) {
    for (const { tier, ended_at } of judge.take(tick, count(tick, tick)).findings) {
      if (ended_at !== null) continue;
      if (tier === 'alarm') alarms++;
      if (tier === 'watch') watches++;
    }
  }
}
