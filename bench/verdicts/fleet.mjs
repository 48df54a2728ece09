// 5,000 numbers of 100 models through the engine for a week of hours, at a budget of one false alarm a week for all.
import { Judge, makeBaseline, testsPerTick } from '../../libs/detection/dist/index.js';
import { besideOf } from '../../libs/detection/dist/counting/beside.js';
import { countValue, layoutOf } from '../../libs/detection/dist/counting/layout.js';
import { defaultPolicy } from '../../libs/detection/dist/budget/policy.js';
import { eventAt } from './engine.mjs';
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
  const events = Array.from({ length: 200 * perTick }, (_, offset) => eventAt(offset, row()));
  const baseline = await makeBaseline({
    model: 'bench',
    model_version: '1',
    made_from: 'bench',
    tick: { kind: 'count', events: perTick },
    segment_fields: [],
    events: () => [events],
  });
  return { ...baseline, subjects: baseline.subjects.filter(({ subject }) => names.includes(subject)) };
}

function judgeWeek(baseline, policy, z) {
  const judge = new Judge({ baseline, feed: 'events', policy });
  const { slots, size } = layoutOf(baseline, 'events');
  for (let tick = 0; tick < ticks; tick++) {
    const vector = new Uint32Array(size);
    for (const slot of slots) for (let k = 0; k < perTick; k++) countValue(slot, z(), vector);
    const profiles = slots.map(({ subject, start, bins }) => ({
      model: 'bench',
      baseline: baseline.digest,
      tick,
      segment: '',
      subject: subject.subject,
      counts: Array.from(vector.subarray(start, start + bins)),
      ...besideOf(vector, start + bins),
      first_offset: tick * perTick,
      last_offset: (tick + 1) * perTick - 1,
      first_time: tick,
      last_time: tick,
    }));
    for (const { tier, ended_at } of judge.take(tick, profiles).findings) {
      if (ended_at !== null) continue;
      if (tier === 'alarm') alarms++;
      if (tier === 'watch') watches++;
    }
  }
}
