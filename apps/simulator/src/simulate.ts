import { setTimeout as pause } from 'node:timers/promises';
import { dealtFrom } from './control.js';
import { flights, type Flight } from './flights.js';
import type { January } from './january.js';
import { randomOf } from './random.js';
import type { Act } from './scenario.js';
import type { Sender } from './sender.js';
import { traffic, type Page } from './traffic.js';

/** One replay. */
export interface Simulation {
  readonly model: string;
  /** `from` <= event time < `to`. */
  readonly from: number;
  readonly to: number;
  /** One flight in so many is sent. */
  readonly every: number;
  readonly script: readonly Act[];
  /** Draw the content of the traffic from January at random. */
  readonly control: boolean;
  readonly seed: number;
  /** Seconds of event time in a second; Infinity sends as fast as the receiver takes it. */
  readonly speed: number;
}

/** How far a replay has come. */
export interface Sent {
  readonly events: number;
  readonly labels: number;
  /** Event time. */
  readonly up_to: number;
}

const PAGE_EVENTS = 4_000;
/** So far beyond the end its last windows are closed: more than the lateness that the server allows by default. */
const BEYOND_MS = 10 * 60_000;

/** Sends a replay page by page, with a watermark after each, and makes the next page while one is under way. */
export async function simulate(
  { flights: healthy, honest, poisoned }: January,
  simulation: Simulation,
  sender: Sender,
  progress: (sent: Sent) => void,
): Promise<Sent> {
  const { model, from, to, every, script, control, seed, speed } = simulation;
  const real = flights({ from, to, every });
  const source = control ? mapped(real, dealtFrom(healthy, randomOf(seed))) : real;
  const service = { model, models: { honest, poisoned }, script, seed };
  const began = performance.now();
  let sent: Sent = { events: 0, labels: 0, up_to: from };
  let underWay: Promise<void> = Promise.resolve();
  const send = async ({ events, labels, upTo }: Page): Promise<void> => {
    await sender.send({ events, labels });
    await sender.watermark(upTo);
    sent = { events: sent.events + events.length, labels: sent.labels + labels.length, up_to: upTo };
    progress(sent);
  };
  for await (const page of traffic(source, service, { events: PAGE_EVENTS, ms: 1000 * speed })) {
    await underWay;
    const aheadMs = (page.upTo - from) / speed - (performance.now() - began);
    if (aheadMs > 0) await pause(aheadMs);
    underWay = send(page);
    // Its failure is met by the next await, not by the process.
    underWay.catch(() => undefined);
  }
  await underWay;
  await sender.watermark(to + BEYOND_MS);
  return { ...sent, up_to: to };
}

async function* mapped(
  pages: AsyncIterable<readonly Flight[]>,
  change: (flight: Flight) => Flight,
): AsyncGenerator<Flight[]> {
  for await (const page of pages) yield page.map(change);
}
