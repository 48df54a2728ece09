import { flights, type Flight, type Stretch } from '../../flights.js';
import { isLate } from '../../question.js';
import type { Point } from '../attack.js';
import { LastHour, type PastDelays } from './airports.js';

/** What is asked about a flight, in this order: the schedule, how its airports and its route fared in January, and how busy they were in the hour before. */
export const featureNames = [
  'minute_of_day',
  'weekday',
  'distance',
  'origin_delay',
  'destination_delay',
  'route_delay',
  'origin_departures',
  'destination_arrivals',
] as const;

/** A real flight as a question, with the truth. */
export interface LateRecord {
  readonly row: number;
  /** Scheduled departure, milliseconds since 1970: when the model is asked. */
  readonly time: number;
  readonly point: Point;
  readonly late: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The flights of a stretch. */
export async function flightsOf(stretch: Stretch): Promise<Flight[]> {
  const all: Flight[] = [];
  for await (const page of flights(stretch)) all.push(...page);
  return all;
}

/** The flights of a stretch as questions, in order of time. */
export async function lateRecords(stretch: Stretch, past: PastDelays): Promise<LateRecord[]> {
  const all = await flightsOf({ ...stretch, from: stretch.from - HOUR_MS });
  return recordsOf(all, past).filter(({ time }) => time >= stretch.from);
}

/** Flights in order of time as questions. */
export function recordsOf(all: readonly Flight[], past: PastDelays): LateRecord[] {
  const lastHour = new LastHour();
  return all.map((flight) => {
    const { row, time, distance } = flight;
    const minute = Math.floor((time % DAY_MS) / MINUTE_MS);
    const point = [minute, new Date(time).getUTCDay(), distance, ...past(flight), ...lastHour.take(flight)];
    return { row, time, point, late: isLate(flight) };
  });
}
