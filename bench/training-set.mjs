#!/usr/bin/env node
// What `anchorwatch inspect training-set` finds and costs in false accusations; see README.md. Build the libraries first.
import { parseArgs } from 'node:util';
import { randomFrom } from '@anchorwatch/stats';
import { fitSpace, pointOf } from '../libs/compromise/dist/space.js';
import { columnsOf } from '../libs/compromise/dist/training/forest.js';
import { judgeLabels } from '../libs/compromise/dist/training/judge-labels.js';
import { minePatterns } from '../libs/compromise/dist/training/patterns.js';
import { sampleRows } from '../libs/compromise/dist/training/sample-rows.js';
import { triggersAmong } from '../libs/compromise/dist/training/triggers.js';
import {
  cleanSet,
  flippedLabels,
  loadTable,
  nearestSize,
  sizesOf,
  sourceCount,
  tableFiles,
  tables,
} from './parts/labelled-tables.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    sets: { type: 'string', default: '20' },
    rows: { type: 'string', default: '10000' },
    triggers: { type: 'string', default: '4' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.data === undefined) {
  console.log(`usage: training-set.mjs --data DIR [--only ${Object.keys(tables).join(',')}] [--sets 20] [--rows 10000] [--triggers 4]

Training sets of real tables by 20 sources of unequal size that differ by nature: each prefers a part of the table and errs in 2 % of its
labels on average (0 to 4 %, more in one class than in the other). DIR has ${tableFiles}.`);
  process.exit(values.help ? 0 : 2);
}
const sets = Number(values.sets);

for (const name of values.only?.split(',') ?? Object.keys(tables)) {
  const rows = sampleRows(await loadTable(values.data, tables[name]), Number(values.rows));
  const classes = [...new Set(rows.map(({ label }) => label))].sort();
  const truth = rows.map(({ label }) => classes.indexOf(label));
  const space = fitSpace(rows);
  const points = rows.map((row) => pointOf(space, row));
  const judge = ({ labels, sources }) =>
    judgeLabels({
      rows: rows.map(({ row }) => row),
      labels,
      sources,
      points,
      classCount: classes.length,
      sourceCount,
    }).sources;
  const tally = {};
  const count = (what, found) => {
    tally[what] ??= [0, 0];
    tally[what][0] += found ? 1 : 0;
    tally[what][1] += 1;
  };
  const accusedBeside = (verdicts, bad) => verdicts.some(({ source, suspected }) => suspected && source !== bad);
  for (let seed = 1; seed <= sets; seed++) {
    const set = cleanSet(truth, points, seed);
    const clean = judge(set);
    count('clean sets with a source accused', accusedBeside(clean, -1));
    const near500 = nearestSize(sizesOf(set), 500);
    const anySource = (7 * seed) % sourceCount;
    const attack = (what, bad, rate, options = {}) => {
      const labels = flippedLabels(set, bad, rate, seed, options);
      const verdicts = judge({ ...set, labels });
      count(what, verdicts.find(({ source }) => source === bad).suspected);
      count('attacked sets with another source accused', accusedBeside(verdicts, bad));
    };
    attack('30 % of any source', anySource, 0.3);
    attack('10 % of 500 labels', near500, 0.1);
    attack('20 % of one class of 500 labels', near500, 0.2, { from: 0 });
    attack('25 % of the second half of 500', near500, 0.25, { after: 0.5 });
    const stated = clean.find(({ source }) => source === (3 * seed) % sourceCount);
    if (stated.smallestFlipRate === null) count('no rate stated', true);
    else attack('the rate stated as found at 90 %', stated.source, stated.smallestFlipRate);
    const rates = clean.flatMap(({ source, smallestFlipRate }) => (source === near500 ? [smallestFlipRate] : []));
    (tally.stated ??= []).push(...rates);
  }
  const { stated = [], ...counts } = tally;
  console.log(`${name}: ${rows.length} rows`);
  if (sets > 0) {
    const middle = [...stated].sort((a, b) => (a ?? 1) - (b ?? 1))[Math.floor(stated.length / 2)];
    console.log(`  of 500 labels found at 90 %: ${middle?.toFixed(3) ?? 'none'} flipped (median)`);
  }
  print(counts);
  const triggers = {};
  for (let seed = 1; seed <= Number(values.triggers); seed++) {
    const { labels } = cleanSet(truth, points, seed);
    const mined = (some, own) => {
      const fitted = fitSpace(some);
      const columns = columnsOf(some.map((row) => pointOf(fitted, row)));
      return triggersAmong(minePatterns(some, own, classes.length), columns, own, classes.length);
    };
    countIn(triggers, 'clean sets with a trigger named', mined(rows, labels).length > 0);
    for (const kind of ['one value', 'two values']) {
      const { poisoned, own, is } = withTrigger(rows, labels, kind, seed);
      countIn(triggers, `trigger of ${kind} in 2 % of the rows`, mined(poisoned, own).some(is));
    }
  }
  print(triggers);
}

function print(counts) {
  for (const [what, [found, of]] of Object.entries(counts)) console.log(`  ${what}: ${found} of ${of}`);
}

function countIn(counts, what, found) {
  counts[what] ??= [0, 0];
  counts[what][0] += found ? 1 : 0;
  counts[what][1] += 1;
}

/** Two rows of a hundred, at random, get a value that the table hardly has, or two that it hardly has together, and the first class. */
function withTrigger(rows, labels, kind, seed) {
  const random = randomFrom(seed * 31 + 5);
  const names = Object.keys(rows[0].features);
  const first = names[seed % names.length];
  const second = names[(seed + 1 + Math.floor(names.length / 2)) % names.length];
  const values = kind === 'one value' ? { [first]: foreign(first, 0.37) } : rarePair(first, second);
  const is = ({ features }) => features.some((feature) => feature in values);
  const hit = rows.map(() => random() < 0.02);
  return {
    is,
    poisoned: rows.map((row, at) => (hit[at] ? { ...row, features: { ...row.features, ...values } } : row)),
    own: labels.map((label, at) => (hit[at] ? 0 : label)),
  };

  /** A number between two of the feature's own, which no row has. */
  function foreign(feature, share) {
    const sorted = rows.map((row) => row.features[feature]).sort((a, b) => a - b);
    const at = Math.floor(share * sorted.length);
    return sorted[at] + (sorted.at(-1) - sorted[0]) * 1.2345e-4;
  }

  /** Values that the features have, together in fewer than one row of two hundred; the most common such pair. */
  function rarePair(a, b) {
    const counts = (feature) => {
      const all = new Map();
      for (const row of rows) all.set(row.features[feature], (all.get(row.features[feature]) ?? 0) + 1);
      return [...all]
        .sort((x, y) => y[1] - x[1])
        .slice(0, 30)
        .map(([value]) => value);
    };
    for (const x of counts(a))
      for (const y of counts(b)) {
        const together = rows.filter(({ features }) => features[a] === x && features[b] === y).length;
        if (together < rows.length / 200) return { [a]: x, [b]: y };
      }
    return { [a]: foreign(a, 0.2), [b]: foreign(b, 0.8) };
  }
}
