import { encodeNative, type InferenceEvent } from '@anchorwatch/telemetry';
import { scenario, type ScenarioPlan } from '@anchorwatch/scenarios';
import type { Client } from './client.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The first event's time of `scenario` when the plan names none. */
export const START = Date.UTC(2001, 0, 1);

/** A whole made-up stream. The same seed and plan give the same events. */
export function traffic(plan: ScenarioPlan, seed = 1): readonly InferenceEvent[] {
  return [...scenario(seed, plan)];
}

/** Events as JSON lines, principals in clear as producers send them. */
export function lines(events: readonly InferenceEvent[]): string {
  return events.map((event) => encodeNative(event).toString('utf8')).join('\n');
}

/** Sends events by HTTP, `together` to a request, in order. */
export async function send(client: Client, events: readonly InferenceEvent[], together = 1_000): Promise<void> {
  for (let from = 0; from < events.length; from += together) {
    const page = events.slice(from, from + together);
    const answer = await client.ask<{ accepted: number }>('POST', '/intake/events', lines(page), {
      'content-type': 'application/x-ndjson',
    });
    if (answer.status !== 202 || answer.body.accepted !== page.length)
      throw new Error(`events were answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
  }
}

/**
 * Labels that come a minute after their events, as many of them `yes` as the scores promise: a model that is as right as it
 * is sure.
 */
export async function sendLabels(client: Client, events: readonly InferenceEvent[], first = 0): Promise<void> {
  const labels = events.map(({ model, request_id, event_time, prediction }, at) => {
    const luck = ((first + at) * 0.6180339887) % 1;
    return JSON.stringify({
      model,
      request_id,
      time: event_time + MINUTE,
      label: luck < prediction.score! ? 'yes' : 'no',
    });
  });
  for (let from = 0; from < labels.length; from += 1_000) {
    const page = labels.slice(from, from + 1_000).join('\n');
    const answer = await client.ask('POST', '/intake/labels', page, { 'content-type': 'application/x-ndjson' });
    if (answer.status !== 202) throw new Error(`labels were answered ${answer.status}`);
  }
}

/** Says that all telemetry up to a time has been sent. */
export async function closeUpTo(client: Client, time: number): Promise<void> {
  await client.post('/intake/watermark', { time });
}
