import type { Calibration, PlacedEvent, Watcher } from '@anchorwatch/compromise';
import { isLeftOut, type Baseline } from '@anchorwatch/detection';
import type { TelemetryStore } from '@anchorwatch/telemetry';
import type { Pauses } from './watcher-memory.js';

/**
 * Has a watcher remember what its calibration was made from, as far as that is still stored: the newest of the baseline's events. Of a baseline that was
 * made from a file mostly nothing is.
 * @param before event time from which on questions are watched: a baseline may be in force for what it was made from, and is then told of it as it comes
 */
export async function recallHealthy(
  watcher: Pick<Watcher, 'recall'>,
  telemetry: Pick<TelemetryStore, 'eventsOf'>,
  baseline: Baseline,
  calibration: Pick<Calibration, 'events'>,
  before: number,
  { rest, beat }: Pauses,
): Promise<void> {
  const { model, model_version, from, to, left_out = [] } = baseline;
  const version = model_version === '' ? {} : { model_version };
  // Numbered from the end of the baseline back, so that its newest are known without counting them first.
  let offset = -baseline.events;
  for await (const page of telemetry.eventsOf(model, { from, to: Math.min(to + 1, before), ...version })) {
    for (const { event } of page) {
      if (isLeftOut(event.event_time, left_out)) continue;
      const placed: PlacedEvent = { offset: offset++, event };
      if (placed.offset < -calibration.events) continue;
      watcher.recall([placed]);
      await rest();
    }
    await beat();
  }
}
