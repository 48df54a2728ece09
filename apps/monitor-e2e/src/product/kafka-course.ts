import { setTimeout as pause } from 'node:timers/promises';
import { openBus, type Bus } from '@anchorwatch/bus';
import { readyBelow } from '@anchorwatch/detection';
import { openStore, type Store } from '@anchorwatch/store';
import { encodeNative, type InferenceEvent } from '@anchorwatch/telemetry';
import type { Client } from './client.js';
import type { BaselineSummary } from './records.js';
import { putBaseline, type Story } from './kafka-story.js';
import { until } from './until.js';

export const EVENTS = 'inference.events';
/** The defaults of `detection.lateness` and `detection.absent_after`. */
export const LATENESS_MS = 120_000;
export const ABSENT_MS = 300_000;

/** The bus as a producer outside the product has it. */
export function producerOf(brokers: string): Bus {
  return openBus({ kind: 'kafka', brokers: brokers.split(','), clientId: 'e2e-producer' });
}

/** The store behind a front, read beside the product. */
export function storeOf(url: string): Promise<Store> {
  return openStore({ url });
}

/** Registers the story's model and puts the baseline of its healthy beginning in force for all of it. */
export async function prepare(story: Story, store: Store, client: Client): Promise<string> {
  const digest = await putBaseline(story, store);
  await promote(story, digest, client);
  return digest;
}

/** Registers the story's model and puts a stored baseline in force for all of it. */
export async function promote(story: Story, digest: string, client: Client): Promise<void> {
  await client.put(`/models/${story.model}`, { owner: 'owner', risk_tier: 'high', stage: 'production' });
  await client.post<BaselineSummary>(`/models/${story.model}/baselines/${digest}/promote`, { effective_from: 0 });
}

/**
 * Sends a story with a watermark after every page and a last one that closes every window.
 * @param options `seconds`: how long it should take at least, pages are spread evenly; `halfway`: called once, in the middle
 * @returns the time of the last watermark
 */
export async function tell(
  story: Story,
  bus: Bus,
  { seconds = 0, halfway }: { seconds?: number; halfway?: () => Promise<void> } = {},
): Promise<number> {
  const began = performance.now();
  let interlude = halfway;
  let [sent, newest] = [0, 0];
  for await (const page of story.pages()) {
    await bus.publish(EVENTS, page.map(messageOf));
    sent += page.length;
    newest = page.at(-1)!.event_time;
    await sayWatermark(bus, newest);
    if (interlude && sent >= story.events / 2) {
      await interlude();
      interlude = undefined;
    }
    const due = began + (seconds * 1000 * sent) / story.events;
    if (due > performance.now()) await pause(due - performance.now());
  }
  const last = newest + 2 * story.tickMs + LATENESS_MS + ABSENT_MS;
  await sayWatermark(bus, last);
  return last;
}

export function messageOf(event: InferenceEvent) {
  return { key: event.request_id, value: encodeNative(event), headers: { 'content-type': 'application/json' } };
}

/** Everything up to this event time has been sent, on every partition. */
export async function sayWatermark(bus: Bus, time: number): Promise<void> {
  const messages = Array.from({ length: await bus.partitions(EVENTS) }, (_, partition) => ({
    key: null,
    partition,
    value: Buffer.alloc(0),
    headers: { 'anchorwatch-watermark': String(time) },
  }));
  await bus.publish(EVENTS, messages);
}

/** Waits until every partition is stored and counted to its end and every tick that closed has been judged and watched. */
export async function toTheEnd(
  story: Story,
  digest: string,
  store: Store,
  partitions: number,
  watermark: number,
  withinMs = 120_000,
): Promise<void> {
  await until(
    'all events to be stored',
    async () => (await store.telemetry.totals()).events === story.events,
    withinMs,
  );
  await until(
    'every closed tick to be judged and watched',
    async () => {
      const progress = await store.detection.progress(EVENTS);
      if (progress.length < partitions || progress.some((row) => row.watermark < watermark)) return false;
      const stream = `${story.model} ${digest}`;
      const ready = readyBelow(progress, { topic: EVENTS, partitions }, stream, story.tickMs, ABSENT_MS);
      for (const strand of ['events', 'compromise'] as const)
        if ((await store.detection.judgement(story.model, digest, strand))?.tick !== ready - 1) return false;
      return true;
    },
    withinMs,
  );
}
