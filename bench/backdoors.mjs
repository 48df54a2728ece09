#!/usr/bin/env node
// What the detector of triggers finds where models with a backdoor are asked with its trigger, and what clean models cost; see README.md.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calibrate, Watcher } from '@anchorwatch/compromise';
import { customers } from '@anchorwatch/scenarios';
import { randomFrom } from '@anchorwatch/stats';
import { wholeEvent } from '@anchorwatch/telemetry';
import { makeBackdoors } from './attacks/make-logs.mjs';
import { printTable } from './verdicts/table.mjs';

const CALIBRATED = 8_000;
const WATCHED = 12_000;
/** The trigger is first asked with after so many events. */
const QUIET = 2_000;
const ALARMS = 0.05;

const { values } = parseArgs({
  options: {
    streams: { type: 'string' },
    logs: { type: 'string', default: '.cache/attacks' },
    only: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || (values.streams === undefined && !existsSync(values.logs))) {
  console.log(`usage: backdoors.mjs [--streams FOLDER] [--logs .cache/attacks] [--only phishing,weather] [--seeds 3]

  --streams FOLDER  tables to fit models with backdoors to (as for compromise.mjs): makes the logs first
  --logs FOLDER     where the logs are, or are put
  --only LIST       these sets only
  --seeds N         runs of clean models of each set`);
  process.exit(values.help ? 0 : 2);
}
if (values.streams !== undefined) await makeBackdoors(values.streams, values.logs);

const chosen = values.only?.split(',');
const sets = readdirSync(values.logs).filter(
  (name) => existsSync(join(values.logs, name, 'backdoors')) && (chosen?.includes(name) ?? true),
);
const seeds = Array.from({ length: Number(values.seeds) }, (_, k) => 10 * k + 1);
printTable(
  `Clean models: false alarms in ${seeds.length} runs of ${WATCHED} events`,
  ['model', 'set in healthy traffic', 'alarms', 'which'],
  sets.map(cleanRow),
);
printTable(
  'Questions with the trigger until it is found, in 2 % of the traffic: those that it turned in brackets',
  ['model', 'trigger', 'turned', 'from one account', 'from 50', 'from 1,000'],
  sets.flatMap((set) => kindsOf(set).map((kind) => backdoorRow(set, kind))),
);

function kindsOf(set) {
  return readdirSync(join(values.logs, set, 'backdoors')).filter((kind) => kind !== 'clean');
}

function cleanRow(set) {
  const rows = read(set, 'clean', 'benign');
  const watches = seeds.map((seed) => [watcherOf(rows, seed), watchedBy(rows, seed + 1)]);
  const found = watches.flatMap(([watch, events]) =>
    [...events].flatMap(({ row, principal }, k) => watch.take(placed(k, row, principal)).filter(isTrigger)),
  );
  const [[{ rate }]] = watches;
  return [set, rate, found.length, [...new Set(found.map(({ examples }) => examples.at(-1).because))].join('; ')];
}

function backdoorRow(set, kind) {
  const rows = read(set, kind, 'benign');
  const asked = read(set, kind, 'triggered');
  const target = mostFrequent(asked.map(({ prediction }) => prediction.label));
  const others = asked.filter(({ plain }) => plain !== target);
  const turned = others.filter(({ prediction }) => prediction.label === target).length / others.length;
  return [
    set,
    kind,
    `${Math.round(100 * turned)} %`,
    ...[1, 50, 1_000].map((accounts) => foundAfter(rows, asked, accounts)),
  ];
}

function foundAfter(rows, asked, accounts) {
  const watch = watcherOf(rows, 1);
  const chance = randomFrom(accounts);
  let [offset, next, turned] = [0, 0, 0];
  for (const { row, principal } of watchedBy(rows, 2)) {
    const found = watch.take(placed(offset++, row, principal)).find(isTrigger);
    if (found) return said(found, next, turned);
    while (offset > QUIET && next < asked.length && chance() < 0.02) {
      const account = Math.floor(chance() * accounts);
      const question = asked[next++];
      if (question.plain !== question.prediction.label) turned++;
      const who = { key: `account${account}`, organisation: `shell${account % Math.max(1, accounts >> 3)}` };
      const own = watch.take(placed(offset++, question, who)).find(isTrigger);
      if (own) return said(own, next, turned);
    }
  }
  return `missed ${next} (${turned})`;
}

function said({ level, principal }, next, turned) {
  const wrong = level !== 'pooled' && !/^(account|shell)/.test(principal) ? `, accused ${principal}` : '';
  return next === 0 ? 'false alarm before' : `${next} (${turned})${level === 'pooled' ? ' of all' : ''}${wrong}`;
}

function isTrigger({ bit, ended }) {
  return bit.name === 'trigger' && ended === undefined;
}

function watcherOf(rows, seed) {
  const healthy = [...customers(rows, { questions: CALIBRATED, from: 0, seed, later: false })].map(
    ({ row, principal }, k) => placed(k - CALIBRATED, row, principal),
  );
  const calibration = calibrate('m', '1', healthy);
  const watcher = new Watcher(calibration, { alarms: ALARMS, questions: WATCHED });
  watcher.recall(healthy);
  const bit = calibration.bits.find(({ bit }) => bit === 'trigger');
  return { take: (event) => watcher.take(event), rate: bit ? `${bit.rate.set} of ${bit.rate.n}` : 'blind' };
}

function read(set, kind, what) {
  const text = readFileSync(join(values.logs, set, 'backdoors', kind, `${what}.jsonl`), 'utf8').trim();
  return text.split('\n').map((line, number) => ({ ...JSON.parse(line), number }));
}

/** What healthy customers ask after the calibration. */
function watchedBy(rows, seed) {
  const from = Math.min(CALIBRATED, Math.floor(rows.length / 2));
  return customers(rows, { questions: WATCHED, from, seed, later: true });
}

function mostFrequent(labels) {
  const counts = new Map();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0][0];
}

function placed(offset, { features, prediction }, principal) {
  return {
    offset,
    event: wholeEvent({
      model: 'm',
      model_version: '1',
      request_id: `r${offset}`,
      event_time: offset * 1000,
      features,
      prediction,
      principal,
    }),
  };
}
