import type { Baseline, DetectionStore } from '@anchorwatch/detection';
import type { StoredEvent } from '@anchorwatch/telemetry';
import { CountedPlaces } from './counted-places.js';

/** Ticks whose places are read at once. */
const TICKS_A_PAGE = 512;
/** Pages that are remembered, of ticks that have all closed. */
const PAGES_KEPT = 16;

/** Which of the events that labels are about were counted against a baseline, however long ago: what came after its tick had closed was not. */
export class CountedEvents {
  private pages = new Map<number, CountedPlaces>();

  constructor(
    private readonly baseline: Pick<Baseline, 'model' | 'digest' | 'tick'>,
    private readonly detection: Pick<DetectionStore, 'profilePlaces'>,
  ) {}

  /**
   * Those of some events that were counted; their ticks must have closed.
   * @param closedBelow the tick below which all have
   */
  async among(events: readonly StoredEvent[], closedBelow: number): Promise<ReadonlySet<StoredEvent>> {
    const needed = new Set(events.map((stored) => this.pageOf(stored)));
    const pages = new Map<number, CountedPlaces>();
    for (const page of needed) pages.set(page, this.pages.get(page) ?? (await this.read(page)));
    const rest = [...this.pages].filter(([page]) => !needed.has(page));
    const whole = [...rest, ...pages].filter(([page]) => (page + 1) * TICKS_A_PAGE <= closedBelow);
    this.pages = new Map(whole.slice(-PAGES_KEPT));
    return new Set(
      events.filter((stored) => pages.get(this.pageOf(stored))!.has(stored.source, stored.event.event_time)),
    );
  }

  private async read(page: number): Promise<CountedPlaces> {
    const { model, digest } = this.baseline;
    const range = { from: page * TICKS_A_PAGE, to: (page + 1) * TICKS_A_PAGE, subject: 'volume' };
    return new CountedPlaces(this.baseline, await this.detection.profilePlaces(model, digest, range));
  }

  private pageOf({ event }: StoredEvent): number {
    const { tick } = this.baseline;
    return Math.floor(event.event_time / (tick.kind === 'time' ? tick.ms : 1) / TICKS_A_PAGE);
  }
}
