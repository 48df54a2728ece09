import type { Baseline, ProfilePlace } from '@anchorwatch/detection';
import type { Source, TelemetryStore } from '@anchorwatch/telemetry';

/** Up to which offsets the records of closed ticks were counted, by partition: what came after its tick had closed was not. */
export class CountedPlaces {
  private readonly last = new Map<string, number>();

  constructor(
    private readonly baseline: Pick<Baseline, 'tick'>,
    places: readonly ProfilePlace[],
  ) {
    for (const { tick, topic, partition, last_offset } of places)
      this.last.set(placeKey(topic, partition, tick), last_offset);
  }

  /** Whether a record of that time was counted. */
  has({ topic, partition, offset }: Source, time: number): boolean {
    return offset <= (this.last.get(placeKey(topic, partition, this.tickOf(time, offset))) ?? -1);
  }

  tickOf(time: number, offset: number): number {
    const { tick } = this.baseline;
    return tick.kind === 'time' ? Math.floor(time / tick.ms) : Math.floor(offset / tick.events);
  }
}

/** Whether all that was counted is in the store: then so is what came before it. */
export async function areStored(
  telemetry: Pick<TelemetryStore, 'nextOffset'>,
  places: readonly ProfilePlace[],
): Promise<boolean> {
  const last = new Map<string, ProfilePlace>();
  for (const place of places) {
    const key = `${place.topic}\n${place.partition}`;
    if (place.last_offset > (last.get(key)?.last_offset ?? -1)) last.set(key, place);
  }
  for (const { topic, partition, last_offset } of last.values())
    if ((await telemetry.nextOffset(topic, partition)) <= last_offset) return false;
  return true;
}

/** From the earliest of their records to one past the latest, in milliseconds of event time. */
export function rangeOf(places: readonly ProfilePlace[]): { readonly from: number; readonly to: number } {
  const from = places.reduce((least, { first_time }) => Math.min(least, first_time), Infinity);
  const to = places.reduce((most, { last_time }) => Math.max(most, last_time), -Infinity) + 1;
  return { from, to };
}

function placeKey(topic: string, partition: number, tick: number): string {
  return `${tick}\n${partition}\n${topic}`;
}
