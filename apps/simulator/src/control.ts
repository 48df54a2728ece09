import type { Flight } from './flights.js';
import type { Random } from './random.js';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/**
 * Traffic in which nothing can be wrong: as many flights at the same times, each with the question and the truth of a
 * healthy flight of the same hour of the day: the days go on as they were. Each hour deals its flights of the healthy
 * month in random order, all of them once before any of them again. Only the number of requests and their times are real.
 *
 * @param healthy not empty
 */
export function dealtFrom(healthy: readonly Flight[], random: Random): (flight: Flight) => Flight {
  const hours = Array.from({ length: HOURS }, (_, hour) => healthy.filter((flight) => hourOf(flight) === hour));
  // An hour in which nothing flew in the healthy month deals from the whole of it.
  const decks = hours.map((flights) => new Deck(flights.length > 0 ? flights : healthy, random));
  return (flight) => ({ ...decks[hourOf(flight)]!.deal(), row: flight.row, time: flight.time });
}

/** Flights in random order, shuffled again when the last is dealt. */
class Deck {
  private readonly flights: Flight[];
  private left = 0;

  constructor(
    flights: readonly Flight[],
    private readonly random: Random,
  ) {
    this.flights = [...flights];
  }

  /** @see Durstenfeld (1964), Algorithm 235, for the shuffle, of which each deal is one step */
  deal(): Flight {
    if (this.left === 0) this.left = this.flights.length;
    const at = Math.floor(this.random() * this.left);
    const dealt = this.flights[at]!;
    this.left--;
    this.flights[at] = this.flights[this.left]!;
    this.flights[this.left] = dealt;
    return dealt;
  }
}

function hourOf({ time }: Flight): number {
  return Math.floor(time / HOUR_MS) % HOURS;
}
