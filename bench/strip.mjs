#!/usr/bin/env node
// Whether copies of suspected questions tell a backdoor of the simulator's victim from a clean model; see README.md.
import { parseArgs } from 'node:util';
import { askedFor, chooseGolden, judgeStrip, planStrip } from '@anchorwatch/compromise';
import { randomFrom } from '@anchorwatch/stats';
import { wholeEvent } from '@anchorwatch/telemetry';
import { attackOf } from '../apps/simulator/dist/red-team/attacks.js';
import { featureNames } from '../apps/simulator/dist/red-team/victim/records.js';
import { stamped } from '../apps/simulator/dist/red-team/victim/trigger.js';
import { fitVictim, readLessons } from '../apps/simulator/dist/red-team/victim/victim.js';
import { printTable } from './verdicts/table.mjs';

const place = { model: 'late', baseline: 'b1' };
const HEALTHY = 5_000;
const SUSPECTED = 20;
const ALPHA = 1e-4;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    from: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`usage: strip.mjs [--seeds 10] [--from 1]

  --seeds N  models of each kind
  --from N   the seed of the first`);
  process.exit(0);
}
const lessons = await readLessons();
const featuresOf = (point) => Object.fromEntries(point.map((value, k) => [featureNames[k], value]));
const pointOf = (features) => featureNames.map((name) => features[name]);
const seeds = Array.from({ length: Number(values.seeds) }, (_, k) => Number(values.from) + k);
const rows = [
  ['backdoor, asked with its trigger', true, () => trigger],
  ['clean, asked the same', false, () => trigger],
  ['clean, one feature at 1.5 times its maximum, one answer', false, beyond],
].map(([name, isPoisoned, changeOf]) => {
  const verdicts = seeds.map((seed) => verdictOf(seed, isPoisoned, changeOf));
  const count = (kind) => verdicts.filter((verdict) => verdict.kind === kind).length;
  const p = verdicts.flatMap(({ p_value }) => p_value ?? []).sort((a, b) => a - b);
  return [
    name,
    seeds.length,
    count('clings'),
    count('free'),
    count('blind'),
    `${p[0]?.toExponential(1)} to ${p.at(-1)?.toExponential(1)}`,
  ];
});
printTable('STRIP', ['model and questions', 'models', 'keep the answer', 'do not', 'blind', 'p'], rows);

function verdictOf(seed, isPoisoned, changeOf) {
  const { answer } = fitVictim(lessons, isPoisoned ? attackOf('backdoor') : undefined, seed);
  const labelOf = (features) => String(answer(pointOf(features)).label);
  const random = randomFrom(seed * 7);
  const some = () => featuresOf(lessons.heldOut[Math.floor(random() * lessons.heldOut.length)].point);
  const healthy = Array.from({ length: HEALTHY }, (_, k) => eventOf(some(), labelOf, k));
  const golden = chooseGolden(healthy, place, { seed });
  const change = changeOf(healthy, seed);
  const suspected = [];
  // Those with one answer: the trigger's is "on time".
  let label = isPoisoned ? '0' : undefined;
  for (let k = 0; suspected.length < SUSPECTED && k < HEALTHY; k++) {
    const event = eventOf(change(some()), labelOf, HEALTHY + k);
    label ??= event.prediction.label;
    if (event.prediction.label === label) suspected.push(event);
  }
  const planned = planStrip({ id: 'f1', ...place }, suspected, golden, 1);
  if (typeof planned === 'string') return { kind: 'blind', reason: planned };
  const asked = planned.map((question) => ({
    ...question,
    attempts: 1,
    asked_at: 1,
    model_version: '1',
    answers: askedFor(question, planned).map(labelOf),
  }));
  return judgeStrip(asked, golden, ALPHA);
}

function trigger(features) {
  return featuresOf(stamped(pointOf(features)));
}

function beyond(healthy, seed) {
  const name = featureNames[seed % featureNames.length];
  const most = Math.max(...healthy.map(({ features }) => features[name]));
  return (features) => ({ ...features, [name]: 1.5 * most });
}

function eventOf(features, labelOf, k) {
  const prediction = { label: labelOf(features) };
  return wholeEvent({
    model: 'late',
    model_version: '1',
    request_id: `r${k}`,
    event_time: 1_000 * k,
    features,
    prediction,
  });
}
