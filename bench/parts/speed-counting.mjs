import { makeBaseline, PartitionCounter } from '@anchorwatch/detection';
import { CONTENT_TYPES, decodeNative, decodeTelemetry } from '@anchorwatch/telemetry';
import { mean, quantileSorted, standardDeviation } from 'simple-statistics';
import { columnBatches, messages, MODEL } from './speed-data.mjs';
import { medianSeconds } from './thread-time.mjs';

const COLUMNS = 11;
const SEGMENTS = 3;
const WINDOW = 1_000;
const EDGES = 59;
const BATCH = 1_000;

/** Parse, check and update on one thread, and what its parts cost: lines of a table. */
export async function counting(rows, runs) {
  const sent = messages(rows);
  const bytes = sent.reduce((sum, { length }) => sum + length, 0) / rows;
  const options = { pseudonymise: (name) => name, now: Date.UTC(2026, 6, 1) };
  const events = keptEvents(sent, options);
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

  const counterOf = () =>
    new PartitionCounter({
      topic: 'bench',
      partition: 0,
      feed: 'events',
      lateness_ms: 2_000,
      baselineOf: () => baseline,
    });
  const count = (take) => {
    const counter = counterOf();
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

  const batches = columnBatches(sent, BATCH);
  const countBatches = () => {
    const counter = counterOf();
    let offset = 0;
    for (const batch of batches) {
      for (const { event } of decodeTelemetry(batch, CONTENT_TYPES.columns, options))
        counter.takeEvent({ topic: 'bench', partition: 0, offset: offset++, part: 0 }, event);
      counter.drain(offset, 0);
    }
    counter.takeWatermark(Infinity);
    return counter.drain(rows, 0);
  };
  const decoded = (offset) => decodeNative(sent[offset], options)[0].event;
  const timed = [
    ['JSON.parse alone', rows, 0, () => sent.forEach((message) => JSON.parse(message.toString()))],
    ['parse and check', rows, 0, () => sent.forEach((message) => decodeNative(message, options))],
    ['update alone', rows, COLUMNS, () => count((offset) => events[offset])],
    ['parse, check and update', rows, COLUMNS, () => count(decoded)],
    [`the same, batches of ${BATCH} rows in columns`, rows, COLUMNS, countBatches],
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

/**
 * The events that are counted alone. They are read from lists: the engine learns at each place of the code whether what is made
 * there lives long, and what keeps all events would have it take those of single messages for long-lived as well.
 */
function keptEvents(sent, options) {
  return Array.from({ length: Math.ceil(sent.length / BATCH) }, (_, batch) => {
    const list = Buffer.from(`[${sent.slice(batch * BATCH, (batch + 1) * BATCH).join(',')}]`);
    return decodeNative(list, options).map(({ event }) => event);
  }).flat();
}

function edgesOf(column) {
  const sorted = Float64Array.from(column).sort();
  return Float64Array.from({ length: EDGES }, (_, k) => quantileSorted(sorted, (k + 1) / (EDGES + 1)));
}

/** Its result is kept, so that the work is not left out. */
let kept = 0;

function moments(column) {
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < column.length; row++) {
    sum += column[row];
    squares += column[row] * column[row];
  }
  kept += squares - (sum * sum) / column.length;
  return kept;
}

function histogram(column, edges) {
  const counts = new Uint32Array(edges.length + 1);
  for (let row = 0; row < column.length; row++) {
    const value = column[row];
    let low = 0;
    let high = edges.length;
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
  for (let from = 0; from + WINDOW <= column.length; from += WINDOW)
    kept += take(column.subarray(from, from + WINDOW))[1];
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
