import { mostCalibrated, type PlacedEvent } from '@anchorwatch/compromise';
import type { InferenceEvent } from '@anchorwatch/telemetry';

/** Values of features held at most, some 80 MB: of events with long embeddings there are fewer. */
const mostValues = 10_000_000;

/** The newest of a stretch of healthy events, bounded in number and in what they hold: what is calibrated from. */
export class NewestEvents {
  private held: { readonly placed: PlacedEvent; readonly values: number }[] = [];
  private first = 0;
  private values = 0;

  constructor(
    private readonly most = mostCalibrated,
    private readonly mostHeld = mostValues,
  ) {}

  /** Takes the next event; the oldest that no longer fit are let go. */
  take(placed: PlacedEvent): void {
    const values = valuesOf(placed.event);
    this.held.push({ placed, values });
    this.values += values;
    while (
      this.held.length - this.first > this.most ||
      (this.values > this.mostHeld && this.held.length - this.first > 1)
    )
      this.values -= this.held[this.first++]!.values;
    // Moved together now and then, so that what was let go of is free.
    if (this.first < this.most) return;
    this.held = this.held.slice(this.first);
    this.first = 0;
  }

  /** In the order in which they came. */
  all(): readonly PlacedEvent[] {
    return this.held.slice(this.first).map(({ placed }) => placed);
  }
}

function valuesOf({ features }: InferenceEvent): number {
  return Object.values(features).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0);
}
