import { makeBaseline, PartitionCounter } from '@anchorwatch/detection';
import { decodeNative } from '@anchorwatch/telemetry';
import { mean, quantileSorted, standardDeviation } from 'simple-statistics';
import { messages, MODEL } from './speed-data.mjs';
import { medianSeconds } from './thread-time.mjs';

const COLUMNS = 11;
const SEGMENTS = 3;
const WINDOW = 1_000;
const EDGES = 59;

/** Parse, check and update on one thread, and what its parts cost: lines of a table. */
export async function counting(rows, runs) {
  const sent = messages(rows);
  const bytes = sent.reduce((sum, { length }) => sum + length, 0) / rows;
  const options = { pseudonymise: (name) => name, now: Date.UTC(2026, 6, 1) };
  const events = sent.map((message) => decodeNative(message, options)[0].event);
  const baseline = await makeBaseline({
    model: MODEL,
    model_version: '2026-01-01',
    made_from: 'bench',
    tick: { kind: 'time', ms: 60_000 },
    segment_fields: ['region', 'shard'],
    joint: false,
    events: () => [events.map((event, offset) => ({ source: { offset }, event }))],
  });
  const profiled = baseline.subjects.length - 1;
  if (profiled !== COLUMNS) throw new Error(`${profiled} columns are profiled, not ${COLUMNS}`);

  const count = (take) => {
    const counter = new PartitionCounter({
      topic: 'bench',
      partition: 0,
      feed: 'events',
      lateness_ms: 2_000,
      baselineOf: () => baseline,
    });
    for (let offset = 0; offset < rows; offset++) {
      counter.takeEvent({ topic: 'bench', partition: 0, offset, part: 0 }, take(offset));
      if (offset % 5_000 === 4_999) counter.drain(offset + 1, 0);
    }
    counter.takeWatermark(Infinity);
    return counter.drain(rows, 0);
  };
  const names = baseline.subjects
    .filter(({ role, ordered }) => role === 'feature' && ordered)
    .map((one) => one.subject);
  const numbers = names.map((name) => Float64Array.from(events, ({ features }) => features[name]));
  const numeric = rows * names.length;
  const edges = numbers.map((column) => edgesOf(column));

  const decoded = (offset) => decodeNative(sent[offset], options)[0].event;
  const timed = [
    ['JSON.parse alone', rows, 0, () => sent.forEach((message) => JSON.parse(message.toString()))],
    ['parse and check', rows, 0, () => sent.forEach((message) => decodeNative(message, options))],
    ['update alone', rows, COLUMNS, () => count((offset) => events[offset])],
    ['parse, check and update', rows, COLUMNS, () => count(decoded)],
  ].map(([name, messagesTaken, columns, work]) => {
    const seconds = medianSeconds(runs, work);
    return `${name.padEnd(44)}${thousands(messagesTaken / seconds)} messages/s${columns > 0 ? `${millions((messagesTaken * columns) / seconds)} column values/s${millions((messagesTaken * columns * SEGMENTS) / seconds)} updates/s` : ''}`;
  });
  const beside = [
    ['plain loop: mean and variance', () => numbers.forEach(moments)],
    [`plain loop: ${EDGES + 1} bins, binary search`, () => numbers.forEach((column, k) => histogram(column, edges[k]))],
    [`simple-statistics, windows of ${WINDOW}: mean, sd`, () => numbers.forEach((column) => windows(column, describe))],
    [
      `simple-statistics, windows of ${WINDOW}: sort, ${EDGES} quantiles`,
      () => numbers.forEach((column) => windows(column, quantiles)),
    ],
  ].map(([name, work]) => `${name.padEnd(52)}${millions(numeric / medianSeconds(runs, work))} values/s`);
  return [
    `Counting: messages of ${bytes.toFixed(0)} bytes, ${COLUMNS} columns, each in ${SEGMENTS} segments`,
    ...timed,
    `The same ${names.length} numeric columns in memory, no parsing, one segment`,
    ...beside,
  ];
}

function edgesOf(column) {
  const sorted = Float64Array.from(column).sort();
  return Float64Array.from({ length: EDGES }, (_, k) => quantileSorted(sorted, (k + 1) / (EDGES + 1)));
}

/** Its result is kept, so that the work is not left out. */
let kept = 0;

function moments(column) {
  let [sum, squares] = [0, 0];
  for (const value of column) {
    sum += value;
    squares += value * value;
  }
  kept += squares - (sum * sum) / column.length;
  return kept;
}

function histogram(column, edges) {
  const counts = new Uint32Array(edges.length + 1);
  for (const value of column) {
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (edges[middle] <= value) low = middle + 1;
      else high = middle;
    }
    counts[low]++;
  }
  return counts;
}

function windows(column, take) {
  for (let from = 0; from + WINDOW <= column.length; from += WINDOW) take(column.subarray(from, from + WINDOW));
}

function describe(window) {
  return [mean(window), standardDeviation(window)];
}

/** What is usual with a library of quantiles: sort the window and ask for each. */
function quantiles(window) {
  const sorted = Float64Array.from(window).sort();
  return Array.from({ length: EDGES }, (_, k) => quantileSorted(sorted, (k + 1) / (EDGES + 1)));
}

function thousands(rate) {
  return `${(rate / 1e3).toFixed(0)} k`.padStart(10);
}

function millions(rate) {
  return `${(rate / 1e6).toFixed(2)} M`.padStart(12);
}
