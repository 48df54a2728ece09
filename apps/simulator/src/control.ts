import type { Flight } from './flights.js';
import type { Random } from './random.js';

const hourMs = 3_600_000;

/**
 * Traffic in which nothing can be wrong: as many flights at the same times, each with the question and the truth of a
 * flight of the same hour of the day, drawn at random, with replacement, from the healthy month: the day goes on as it
 * was. Only the number of requests and their times are real.
 *
 * @param healthy not empty
 */
export function drawnFrom(healthy: readonly Flight[], random: Random): (flight: Flight) => Flight {
  const byHour = Array.from({ length: 24 }, (): Flight[] => []);
  for (const flight of healthy) byHour[hourOf(flight)]!.push(flight);
  return (flight) => {
    const alike = byHour[hourOf(flight)]!;
    // An hour in which nothing flew in the healthy month is filled from the whole of it.
    const drawable = alike.length > 0 ? alike : healthy;
    return { ...drawable[Math.floor(random() * drawable.length)]!, row: flight.row, time: flight.time };
  };
}

function hourOf({ time }: Flight): number {
  return Math.floor(time / hourMs) % 24;
}
