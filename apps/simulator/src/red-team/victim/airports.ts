import type { Flight } from '../../flights.js';

const HOUR_MS = 3_600_000;
/** Minutes; what lies beyond is taken for these, so that one cancelled night does not stand for an airport. */
const [EARLIEST, LATEST] = [-30, 180];
/** So many flights of a mean delay are those of all airports together, so that a rare route does not stand out by chance. */
const SHRUNK_BY = 20;

/** Mean delays of a past month, by origin, destination and route: minutes, of two decimals. */
export type PastDelays = (flight: Flight) => readonly [origin: number, destination: number, route: number];

/** What a month says of the airports. @param month at least one flight */
export function pastDelays(month: readonly Flight[]): PastDelays {
  const sums = new Map<string, { n: number; sum: number }>();
  let whole = 0;
  for (const flight of month) {
    const clipped = Math.max(EARLIEST, Math.min(LATEST, flight.delay));
    whole += clipped / month.length;
    for (const key of keysOf(flight)) {
      const known = sums.get(key) ?? { n: 0, sum: 0 };
      sums.set(key, { n: known.n + 1, sum: known.sum + clipped });
    }
  }
  const mean = (key: string) => {
    const { n, sum } = sums.get(key) ?? { n: 0, sum: 0 };
    return Number(((sum + SHRUNK_BY * whole) / (n + SHRUNK_BY)).toFixed(2));
  };
  return (flight) => {
    const [origin, destination, route] = keysOf(flight);
    return [mean(origin), mean(destination), mean(route)];
  };
}

/** How many flights there were in the hour before each, of flights in order of time. */
export class LastHour {
  private readonly counts = new Map<string, number>();
  private readonly flown: Flight[] = [];
  private gone = 0;

  /** @returns flights from its origin, and flights to its destination */
  take(flight: Flight): readonly [departures: number, arrivals: number] {
    for (; this.gone < this.flown.length; this.gone++) {
      const before = this.flown[this.gone]!;
      if (before.time + HOUR_MS > flight.time) break;
      for (const key of airportsOf(before)) this.counts.set(key, this.of(key) - 1);
    }
    const [from, to] = airportsOf(flight);
    const seen = [this.of(from), this.of(to)] as const;
    this.flown.push(flight);
    for (const key of [from, to]) this.counts.set(key, this.of(key) + 1);
    return seen;
  }

  private of(key: string): number {
    return this.counts.get(key) ?? 0;
  }
}

function airportsOf({ origin, destination }: Flight): readonly [string, string] {
  return [`from ${origin}`, `to ${destination}`];
}

function keysOf(flight: Flight): readonly [string, string, string] {
  return [...airportsOf(flight), `${flight.origin} to ${flight.destination}`];
}
