import { dealtFrom } from './control.js';
import { flights, type Flight } from './flights.js';
import type { January } from './january.js';
import { randomOf } from './random.js';
import type { Act } from './scenario.js';
import { sendPages, type Sent } from './send-pages.js';
import type { Sender } from './sender.js';
import { traffic } from './traffic.js';

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

/** A page holds so many events at most. */
export const PAGE_EVENTS = 4_000;

/** Sends a replay. */
export function simulate(
  { flights: healthy, honest, poisoned }: January,
  simulation: Simulation,
  sender: Sender,
  progress: (sent: Sent) => void,
): Promise<Sent> {
  const { model, from, to, every, script, control, seed, speed } = simulation;
  const real = flights({ from, to, every });
  const source = control ? mapped(real, dealtFrom(healthy, randomOf(seed))) : real;
  const service = { model, models: { honest, poisoned }, script, seed };
  const pages = traffic(source, service, { events: PAGE_EVENTS, ms: 1000 * speed });
  return sendPages(pages, { from, to, speed }, sender, progress);
}

async function* mapped(
  pages: AsyncIterable<readonly Flight[]>,
  change: (flight: Flight) => Flight,
): AsyncGenerator<Flight[]> {
  for await (const page of pages) yield page.map(change);
}
