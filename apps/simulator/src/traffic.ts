import type { Flight } from './flights.js';
import { eventOf, labelOf, type ServedEvent, type ServedLabel, type Service } from './served.js';

/** What is sent at once. */
export interface Page {
  readonly events: readonly ServedEvent[];
  /** Truth that became known meanwhile. */
  readonly labels: readonly ServedLabel[];
  /** Every event and label up to this time has been sent with this page and those before it. */
  readonly upTo: number;
}

/** A page ends with the first new time after so many events, or after so much event time, whichever comes first. */
export interface PageSize {
  readonly events: number;
  readonly ms: number;
}

/**
 * The traffic of a service: flights in order of time become events, and their truth follows later. Truth that is not
 * known by the end of the last page is not sent.
 */
export async function* traffic(
  flights: AsyncIterable<readonly Flight[]>,
  service: Service,
  size: PageSize,
): AsyncGenerator<Page> {
  let events: ServedEvent[] = [];
  let [first, last] = [NaN, NaN];
  const known = new Labels();
  const page = (): Page => ({ events, labels: known.upTo(last), upTo: last });
  for await (const flown of flights) {
    for (const flight of flown) {
      if (flight.time !== last && (events.length >= size.events || flight.time - first >= size.ms)) {
        yield page();
        events = [];
      }
      if (events.length === 0) first = flight.time;
      last = flight.time;
      events.push(eventOf(flight, service));
      known.add(labelOf(flight, service));
    }
  }
  if (events.length > 0) yield page();
}

/** Labels that wait for their time, in its order. */
export class Labels {
  private waiting: ServedLabel[] = [];

  add(label: ServedLabel): void {
    this.waiting.push(label);
  }

  /** Those up to a time, once. */
  upTo(time: number): readonly ServedLabel[] {
    const later = this.waiting.findIndex((label) => label.time > time);
    const due = later < 0 ? this.waiting : this.waiting.slice(0, later);
    this.waiting = later < 0 ? [] : this.waiting.slice(later);
    return due;
  }
}
