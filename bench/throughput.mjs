#!/usr/bin/env node
// Events a second: the floor, Kafka to stored, Kafka to verdicts, in the same run on the same machine; see README.md.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { makeBaseline } from '@anchorwatch/detection';
import { Installation } from '../apps/monitor-e2e/dist/product/kafka-installation.js';
import { openBroker } from '../apps/monitor-e2e/dist/product/kafka-broker.js';
import { promote, storeOf } from '../apps/monitor-e2e/dist/product/kafka-course.js';
import { tempFolder } from '../apps/monitor-e2e/dist/product/temp-folder.js';
import { MODEL, TICK_MS, events, fill, lastTime } from './parts/messages.mjs';
import { metric, until, usage } from './parts/process.mjs';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    partitions: { type: 'string', default: '8' },
    runs: { type: 'string', default: '3' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`usage: throughput.mjs [--messages 1000000] [--partitions 8] [--runs 3] [--profile DIR]

Fills a fresh broker, then measures each of: floor (kafkajs eachBatch and JSON.parse), stored (an ingest process), verdicts
(a detect process). Prints events a second by the clock, and CPU microseconds an event of the process measured and of the store.
  --profile DIR   runs the processes measured with node --cpu-prof and leaves the profiles there`);
  process.exit(0);
}
const [count, partitions, runs] = [values.messages, values.partitions, values.runs].map(Number);
const flags = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
// The processes and the broker go with us.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const measures = {
  floor,
  stored: () => measured('stored', 'ingest'),
  verdicts: () => measured('verdicts', 'detect'),
};
const rates = { floor: [], stored: [], verdicts: [] };

const broker = await openBroker();
try {
  const { bytesEach } = await fill(broker.brokers, count, partitions);
  console.log(
    `${count} messages of ${bytesEach} bytes over ${partitions} partitions, gzip, on node ${process.version}`,
  );
  for (let run = 1; run <= runs; run++) {
    for (const [what, measure] of Object.entries(measures)) {
      rates[what].push(await measure());
      print(`run ${run}`, what, rates[what].at(-1));
    }
  }
  const base = medians(rates.floor);
  for (const [what, all] of Object.entries(rates)) {
    const usual = medians(all);
    print(
      'median',
      what,
      usual,
      `${pct(usual.rate / base.rate)} of the floor by the clock, ${pct(base.micros / usual.micros)} by CPU`,
    );
  }
} finally {
  await broker.stop();
}

async function floor() {
  const script = fileURLToPath(new URL('./parts/floor.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, broker.brokers, String(count)]);
  const { events: seen, seconds, cpu } = JSON.parse(stdout);
  return { rate: seen / seconds, micros: (cpu * 1e6) / seen, storeMicros: 0 };
}

/** One role alone on an empty store; a registered model with a baseline, so that there is something to judge. */
async function measured(what, role) {
  const folder = tempFolder('bench');
  const env = { ANCHORWATCH_DETECTION_TICK: `${TICK_MS / 1000}s` };
  // Registration needs respond and api, which idle while the role is measured.
  const desk = await Installation.start({
    folder,
    brokers: broker.brokers,
    partitions,
    layout: { api: 'respond,api' },
    env,
  });
  try {
    const store = await storeOf(desk.storeUrl);
    const digest = await baseline(store, desk.client());
    const worker = await desk.add(role, role, flags);
    const url = desk.url(role);
    const started = worker.start();
    const name = what === 'stored' ? 'anchorwatch_events_stored_total' : 'anchorwatch_events_counted_total';
    const first = await until(async () => {
      const n = await metric(url, name);
      if ((await metric(url, 'anchorwatch_records_rejected_total')) > 0) return 'rejected';
      return n > 0 && { n, at: performance.now(), ...(await usage(worker.pid)) };
    });
    const store0 = await usage(desk.member('store').pid);
    if (first === 'rejected') throw new Error('the messages are rejected: see GET /api/v1/rejections');
    if (worker.falls.length > 0) throw new Error(`${role} ended: ${worker.falls[0]}`);
    await until(() => (what === 'stored' ? stored(url, name) : judged(store, digest)));
    const seconds = (performance.now() - first.at) / 1000;
    const [{ cpu }, store1] = [await usage(worker.pid), await usage(desk.member('store').pid)];
    await started;
    const { events: total } = await store.telemetry.totals();
    if (what === 'stored' && total !== count) throw new Error(`${total} events are stored, ${count} were sent`);
    await store.close();
    const events = count - first.n;
    const micros = (seconds) => (seconds * 1e6) / events;
    return { rate: events / seconds, micros: micros(cpu - first.cpu), storeMicros: micros(store1.cpu - store0.cpu) };
  } finally {
    await desk.stop();
    folder.remove();
  }
}

async function baseline(store, client) {
  async function* pages() {
    let offset = 0;
    for (const event of events(200_000)) {
      const source = { topic: 'bench', partition: 0, offset: offset++, part: 0 };
      yield [{ source, event }];
    }
  }
  const made = await makeBaseline({
    model: MODEL,
    model_version: '',
    made_from: 'the first 200,000 events',
    tick: { kind: 'time', ms: TICK_MS },
    segment_fields: [],
    events: pages,
  });
  await store.detection.putBaseline(made);
  await promote({ model: MODEL }, made.digest, client);
  return made.digest;
}

async function stored(url, name) {
  return (await metric(url, name)) >= count;
}

/** Judged to the last tick: that of the last event. */
async function judged(store, digest) {
  const judgement = await store.detection.judgement(MODEL, digest, 'events');
  return judgement !== undefined && judgement.tick >= Math.floor(lastTime(count) / TICK_MS);
}

function medians(all) {
  const of = (field) => median(all.map((one) => one[field]));
  return { rate: of('rate'), micros: of('micros'), storeMicros: of('storeMicros') };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function pct(share) {
  return `${Math.round(share * 100)} %`;
}

function print(when, what, { rate, micros, storeMicros }, more = '') {
  const each = `${micros.toFixed(1).padStart(6)} CPU µs/event, ${storeMicros.toFixed(1).padStart(4)} in the store`;
  console.log(
    `${when.padEnd(7)} ${what.padEnd(9)} ${Math.round(rate).toLocaleString('en').padStart(9)} events/s  ${each}  ${more}`,
  );
}
