import type { Baseline, Finding, TickRule } from '@anchorwatch/detection';
import {
  blindSpots,
  calibrate,
  findingOf,
  Watcher,
  type Calibration,
  type Exposure,
  type Given,
  type PlacedEvent,
} from '@anchorwatch/compromise';
import type { StoredEvent } from '@anchorwatch/telemetry';
import { NewestEvents } from '../compromise/newest-events.js';
import type { Blind } from './blind.js';
import type { Page } from './source.js';

/** The newest healthy events, for the calibration. */
export async function healthyEvents(pages: AsyncIterable<Page>): Promise<readonly PlacedEvent[]> {
  const newest = new NewestEvents();
  for await (const { events } of pages) for (const event of events) newest.take(placed(event));
  return newest.all();
}

/**
 * Calibrates the compromise detectors with a file's healthy events. Tables of columns in which nobody is named are watched for changed answers only.
 * @param native whether the file holds events, not a table of columns
 */
export function calibrationOf(
  baseline: Baseline,
  healthy: readonly PlacedEvent[],
  native: boolean,
  given?: Given,
): Calibration {
  const isNamed = healthy.some(({ event: { principal } }) => Object.values(principal).some((name) => name !== ''));
  const watched = native || isNamed ? 'everything' : 'answers';
  return calibrate(baseline.model, baseline.model_version, healthy, watched, given);
}

/** Watches the events of a file for compromise, in their order. */
export class CompromiseScan {
  private readonly watcher: Watcher;

  /**
   * @param healthy what the calibration was made from: answers given then are remembered
   * @param events that the scan looks at
   * @param alarms false ones that it may cost in them
   */
  constructor(
    private readonly calibration: Calibration,
    private readonly baseline: Baseline,
    healthy: readonly PlacedEvent[],
    events: number,
    alarms: number,
  ) {
    this.watcher = new Watcher(calibration, { alarms, questions: Math.max(1, events) });
    this.watcher.recall(healthy);
  }

  /** Takes a page; the findings that began or ended with it. */
  take(events: readonly StoredEvent[]): readonly Finding[] {
    return events
      .flatMap((event) => this.watcher.take(placed(event)))
      .map((signal) =>
        findingOf(signal, this.calibration, {
          baseline: this.baseline.digest,
          tickOf: (moment) => tickOf(moment, this.baseline.tick),
        }),
      );
  }

  /** Who could reproduce how much of the model from its own answers, the most first. */
  exposures(): readonly Exposure[] {
    return this.watcher.exposures();
  }

  blind(): readonly Blind[] {
    return blindSpots(this.calibration).map(({ detector, reason }) => ({
      detector: `compromise: ${detector}`,
      reason,
    }));
  }
}

function placed({ source, event }: StoredEvent): PlacedEvent {
  return { offset: source.offset, event };
}

/** The tick of a moment of a file. */
export function tickOf({ offset, time }: { offset: number; time: number }, tick: TickRule): number {
  return tick.kind === 'time' ? Math.floor(time / tick.ms) : Math.floor(offset / tick.events);
}
