#!/usr/bin/env node
// What a full memory of the compromise detectors weighs, and what taking it, going on from it and summing it up cost; see README.md.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { AnswerTable } from '../libs/compromise/dist/bits/answer-table.js';
import { declarations } from '../libs/compromise/dist/bits/detectors.js';
import { Episodes } from '../libs/compromise/dist/episodes.js';
import { ExposureBook } from '../libs/compromise/dist/exposure/exposure-book.js';
import { packMemory, packMemoryAside, unpackMemory } from '../libs/compromise/dist/memory/packed.js';
import { Everybody } from '../libs/compromise/dist/principals/everybody.js';
import { PrincipalTable } from '../libs/compromise/dist/principals/principal-table.js';
import { Neighbourhoods } from '../libs/compromise/dist/summary/coverage.js';
import { LatestLinks } from '../libs/compromise/dist/summary/latest-links.js';
import { summaryOf } from '../libs/compromise/dist/summary/summary.js';
import { randomFrom } from '../libs/stats/dist/index.js';
import { threadSeconds } from './parts/thread-time.mjs';
import { printTable } from './verdicts/table.mjs';

const { values } = parseArgs({
  options: { coordinates: { type: 'string', default: '12' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  console.log(`usage: watcher-memory.mjs [--coordinates 12]

  --coordinates N  numbers that a question has

Fills every part that is bounded by how many ask: 4,000 principals of three levels with 500 questions each, 250,000 answers, and the
questions and answers of 128 principals a level. Answers are drawn by lot: no copy learns them, which costs the most.`);
  process.exit(0);
}

const uniform = randomFrom(1);
const point = () => Float64Array.from({ length: Number(values.coordinates) }, () => 4 * uniform() - 2);
const rate = 0.05;
const kinds = declarations.slice(0, 10);
const levels = ['key', 'organisation', 'network'];
const parts = {
  everybody: new Everybody(kinds.length),
  tables: levels.map(() => new PrincipalTable()),
  answers: new AnswerTable(),
  exposure: new ExposureBook(),
};
ask(2_000_000);
tell(200_000);

const rows = [];
const memoryOf = () => ({
  everybody: parts.everybody.memory(),
  tables: parts.tables.map((table) => table.memory()),
  answers: parts.answers.memory(),
  exposure: parts.exposure.memory(),
});
const packed = timed('taking the memory', () => packMemory(memoryOf()));
let aside;
timed('of that, where it is compressed aside', () => (aside = packMemoryAside(memoryOf())));
await aside;
timed('going on from it', () => {
  const memory = unpackMemory(packed);
  memory.tables.forEach((table) => new PrincipalTable(table));
  return [
    new Everybody(kinds.length, memory.everybody),
    new AnswerTable(memory.answers),
    new ExposureBook(memory.exposure),
  ];
});
timed('exposures', () => parts.exposure.exposures());
timed('a summary beside them', () => summaryOf(summed()));
printTable('A full memory', ['', 'CPU seconds'], rows);
const weights = Object.entries(memoryOf()).map(([part, memory]) => [part, megabytes(packMemory(memory))]);
printTable('What it weighs', ['part', 'MB'], [...weights, ['all', megabytes(packed)]]);

/** Questions of principals drawn by lot: each bit is set in a twentieth. */
function ask(count) {
  let time = 1.79e12;
  const spoke = 2 ** kinds.length - 1;
  for (let k = 0; k < count; k++) {
    time += Math.floor(60 * uniform());
    let set = 0;
    for (let bit = 0; bit < kinds.length; bit++) if (uniform() < rate) set |= 1 << bit;
    const moment = { offset: k, time };
    const number = parts.everybody.take(spoke, set, moment);
    parts.tables.forEach((table, level) =>
      table.of(`${levels[level]} ${Math.floor(4_000 * uniform())} 0123456789abcdef`).add(number, moment, spoke, set),
    );
    if (k < 250_000) answer(k);
  }
}

function answer(k) {
  const key = createHash('sha256').update(String(k)).digest('base64').slice(0, 22);
  const yes = Number(uniform().toFixed(6));
  const scores = [Math.max(yes, 1 - yes), NaN, 1 - yes, yes];
  parts.answers.first(`${key} 1.4.2`, { id: `${key}#0`, label: yes > 0.5 ? 'yes' : 'no', scores, margin: 2 * yes - 1 });
}

function tell(count) {
  for (let k = 0; k < count; k++) {
    const number = Math.floor(128 * uniform());
    const principal = { key: `k${number}`, organisation: `o${number}`, network: `n${number}` };
    const prediction = { label: uniform() < 0.5 ? 'yes' : 'no' };
    parts.exposure.take({ offset: k, point: point(), event: { features: { k }, status: 'ok', prediction, principal } });
  }
}

function summed() {
  const dispersion = [10, 20, 50, 100, 200, 500].map((window) => ({ window, factor: 1.5, windows: 100 }));
  const principals = Object.fromEntries(levels.map((level) => [level, { dispersion, own: {} }]));
  const healthy = { set: 500, n: 10_000, pooled: rate + 0.01, principal: rate + 0.01 };
  const watched = kinds.map((declaration) => ({
    declaration,
    calibration: { bit: declaration.name, rate: healthy, pooled: [], principals },
  }));
  const reference = Array.from({ length: 1_500 }, point);
  return {
    watched,
    everybody: parts.everybody,
    tables: new Map(levels.map((level, k) => [level, parts.tables[k]])),
    episodes: new Episodes(watched),
    exposure: parts.exposure,
    links: new LatestLinks(),
    neighbourhoods: new Neighbourhoods({ reference, spacing: reference.map(() => 1.5), novel: 1, extreme: 2 }),
  };
}

function timed(name, work) {
  const before = threadSeconds();
  const result = work();
  rows.push([name, (threadSeconds() - before).toFixed(1)]);
  return result;
}

function megabytes({ length }) {
  return (length / 1e6).toFixed(1);
}
