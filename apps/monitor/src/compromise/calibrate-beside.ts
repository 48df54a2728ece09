import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { calibrating, type Calibration, type Given, type PlacedEvent } from '@anchorwatch/compromise';
import {
  eventsOutside,
  wholeTicks,
  type CompromiseWatch,
  type LeftOut,
  type Pages,
  type TickRule,
} from '@anchorwatch/detection';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import { NewestEvents } from './newest-events.js';

/** What a baseline is made from. */
export interface HealthyTelemetry extends Given {
  readonly model: string;
  readonly model_version: string;
  readonly tick: TickRule;
  readonly left_out?: readonly LeftOut[];
  readonly events: () => Pages<StoredEvent>;
}

/**
 * Calibrates the compromise detectors from the events that a baseline is made of, with turns for others in between. Where no principal is named and no text
 * is there, only answers are watched: what everybody asks is judged as drift.
 *
 * @param known the newest healthy events, where they have been read
 */
export async function calibrateBeside(given: HealthyTelemetry, known?: readonly PlacedEvent[]): Promise<Calibration> {
  const healthy = known ?? (await newestHealthy(given));
  const watched = healthy.some(({ event }) => isNamed(event) || hasText(event)) ? 'everything' : 'answers';
  const work = calibrating(given.model, given.model_version, healthy, watched, {
    honey: given.honey,
    guarded: given.guarded,
  });
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await turnOfOthers();
  }
}

/** The newest of them, numbered from 0, without what is left out. */
export async function newestHealthy({
  events,
  tick,
  left_out = [],
}: HealthyTelemetry): Promise<readonly PlacedEvent[]> {
  const pages = left_out.length === 0 ? events : eventsOutside(events, wholeTicks(left_out, tick));
  const newest = new NewestEvents();
  let offset = 0;
  for await (const page of pages()) for (const { event } of page) newest.take({ offset: offset++, event });
  return newest.all();
}

/** What a baseline says of the calibration beside it. No name of a principal is in it: the same events give the same baseline whatever the pseudonyms are. */
export function watchOf({ bits }: Calibration): CompromiseWatch {
  return { bits: bits.map(({ bit }) => bit) };
}

function hasText({ text, text_signs }: InferenceEvent): boolean {
  return (text_signs ?? text) !== undefined;
}

function isNamed({ principal }: InferenceEvent): boolean {
  return Object.values(principal).some((name) => name !== '');
}
