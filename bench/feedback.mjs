#!/usr/bin/env node
// What the watch over labels as they come in finds of flipped ones and costs in false accusations; see README.md. Build the libraries first.
import { parseArgs } from 'node:util';
import { wholeEvent } from '@anchorwatch/telemetry';
import { calibrateFeedback } from '../libs/compromise/dist/feedback/calibrate-feedback.js';
import { FeedbackWatcher } from '../libs/compromise/dist/feedback/feedback-watcher.js';
import { fitSpace, pointOf } from '../libs/compromise/dist/space.js';
import { columnsOf, growForest } from '../libs/compromise/dist/training/forest.js';
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
    sets: { type: 'string', default: '4' },
    alarms: { type: 'string', default: '0.0125' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.data === undefined) {
  console.log(`usage: feedback.mjs --data DIR [--only ${Object.keys(tables).join(',')}] [--sets 4] [--alarms 0.0125]

Labels of real tables, in their order, about the answers of a forest that learnt from the first rows; by 20 sources of unequal size that differ by nature: each
prefers a part of the table and errs in 2 % of its labels on average (0 to 4 %, more in one class than in the other). 5,000 healthy labels, then 8,000 that are watched,
or as many as the table has. --alarms is what the watch may cost in false ones in all of them. DIR has ${tableFiles}.`);
  process.exit(values.help ? 0 : 2);
}
const [learnt, healthyCount, watchedCount] = [4_000, 5_000, 8_000];
const budget = { alarms: Number(values.alarms), labels: watchedCount };

for (const name of values.only?.split(',') ?? Object.keys(tables)) {
  const began = performance.now();
  const rows = await loadTable(values.data, tables[name]);
  const classes = [...new Set(rows.map(({ label }) => label))].sort();
  const learn = Math.min(learnt, Math.floor(rows.length / 5));
  const used = rows.slice(0, Math.min(rows.length, learn + healthyCount + watchedCount));
  const healthy = Math.min(healthyCount, Math.floor((used.length - learn) * 0.4));
  const events = answered(used, learn, classes);
  const truth = used.slice(learn).map(({ label }) => classes.indexOf(label));
  const right = events.filter(({ prediction }, at) => prediction.label === classes[truth[at]]).length;
  const points = pointsOf(events);
  const tally = {};
  const count = (what, found) => {
    tally[what] ??= [0, 0];
    tally[what][0] += found ? 1 : 0;
    tally[what][1] += 1;
  };
  const stated = [];
  const delays = {};
  let microseconds = 0;
  for (let seed = 1; seed <= Number(values.sets); seed++) {
    const set = cleanSet(truth, points, seed);
    const calibration = calibrateFeedback('bench', '1', labelled(events, set, classes, 0, healthy));
    const watch = (labels) => {
      const watcher = new FeedbackWatcher(calibration, budget);
      const questions = labelled(events, { ...set, labels }, classes, healthy, events.length);
      const start = process.cpuUsage().user;
      const signals = questions
        .flatMap((question) => watcher.take(question))
        .filter(({ ended }) => ended === undefined);
      microseconds = (process.cpuUsage().user - start) / questions.length;
      if (values.verbose)
        for (const { sign, source, window, value, critical, last, pair } of signals)
          console.log(
            `    ${sign.name} ${source} ${window} ${value.toFixed(3)} ${critical.toFixed(3)} at ${last.offset} ${JSON.stringify(pair)}`,
          );
      return { signals, watcher };
    };
    const isOther = ({ source }, bad) => source !== '' && source !== `s${bad}`;
    const clean = watch(set.labels);
    count(
      'clean sets with a source accused',
      clean.signals.some((signal) => isOther(signal, -1)),
    );
    count(
      'clean sets with everybody moved',
      clean.signals.some(({ source }) => source === ''),
    );
    const counts = sizesOf(set, healthy);
    const near500 = nearestSize(counts, 500);
    const attack = (what, bad, rate, options = {}) => {
      const labels = flippedLabels(set, bad, rate, seed, { ...options, begins: healthy });
      if (values.verbose) console.log(`  ${what} by s${bad} (${counts[bad]} labels)`);
      const { signals } = watch(labels);
      const found = signals.find(({ source, sign }) => source === `s${bad}` && ['flips', 'pair'].includes(sign.name));
      const own = (offset) =>
        set.sources.filter((source, at) => source === bad && at >= healthy && at <= offset).length;
      const delay = found === undefined ? Infinity : own(found.last.offset) - (options.after ?? 0) * counts[bad];
      count(what, delay < Infinity && delay <= (options.within ?? Infinity));
      (delays[what] ??= []).push(delay);
      count(
        'attacked sets with another source accused',
        signals.some((signal) => isOther(signal, bad)),
      );
    };
    attack('30 % of any source', (7 * seed) % sourceCount, 0.3);
    attack('10 % within 500 labels', near500, 0.1, { within: 500 });
    attack('20 % of one class', near500, 0.2, { from: 0 });
    attack('25 % from the middle on', near500, 0.25, { after: 0.5 });
    const states = clean.watcher.sources();
    const known = states.find(({ source }) => source === `s${(3 * seed) % sourceCount}`);
    if (known.smallest === null) count('no rate stated', true);
    else attack('the rate stated as found at 90 %', (3 * seed) % sourceCount, known.smallest);
    stated.push(states.find(({ source }) => source === `s${near500}`).smallest);
  }
  console.log(
    `${name}: ${healthy} healthy labels, ${events.length - healthy} watched, ${((100 * right) / events.length).toFixed(1)} % of the answers right, ${microseconds.toFixed(0)} µs a label, ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );
  const middle = (of) => [...of].sort((a, b) => (a ?? 1) - (b ?? 1))[Math.floor(of.length / 2)];
  console.log(`  of 500 labels found at 90 %: ${middle(stated)?.toFixed(3) ?? 'none'} flipped (median)`);
  for (const [what, [found, of]] of Object.entries(tally))
    console.log(
      `  ${what}: ${found} of ${of}${delays[what] ? `, after ${middle(delays[what]).toFixed(0)} of its labels (median)` : ''}`,
    );
}

/** The answers of a forest of the first rows to the others. */
function answered(rows, learn, classes) {
  const space = fitSpace(rows.slice(0, learn));
  const columns = columnsOf(rows.map((row) => pointOf(space, row)));
  const labels = rows.map(({ label }) => classes.indexOf(label));
  const first = Array.from({ length: learn }, (_, at) => at);
  const say = growForest(columns, labels, classes.length, first, 20_250_101);
  return rows.slice(learn).map(({ features }, at) => {
    const shares = [...say(columns, learn + at)].map((share) => Number(share.toFixed(6)));
    const most = shares.indexOf(Math.max(...shares));
    return wholeEvent({
      model: 'bench',
      model_version: '1',
      request_id: `r${at}`,
      event_time: at * 1_000,
      features,
      prediction: {
        label: classes[most],
        score: shares[most],
        classes: Object.fromEntries(classes.map((name, k) => [name, shares[k]])),
      },
    });
  });
}

function labelled(events, { sources, labels }, classes, from, to) {
  return events.slice(from, to).map((event, k) => {
    const at = from + k;
    const { tenant, model, request_id, row, event_id, event_time } = event;
    const label = { tenant, model, request_id, row, event_id, label_time: event_time, weight: 1 };
    return {
      offset: at,
      time: event_time,
      event,
      label: { ...label, label: classes[labels[at]], source: `s${sources[at]}` },
    };
  });
}

function pointsOf(events) {
  const space = fitSpace(events);
  return events.map((event) => pointOf(space, event));
}
