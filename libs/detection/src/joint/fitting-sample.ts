import type { InferenceEvent } from '@anchorwatch/telemetry';

type Features = InferenceEvent['features'];

const blockTicks = 8;
const mostRows = 20_000;
/** Numbers and texts kept, lists by their length: about 32 MB. */
const mostCells = 4_000_000;

/**
 * Whether the events of a tick serve to choose and fit joint subjects. Those of the other ticks are then their reference:
 * what was fitted to events looks closer to them than to any later ones. Whole blocks of ticks go either way, so that
 * neighbours stay together, and no period divides the pattern (Thue–Morse).
 */
export function isFitting(tick: number): boolean {
  let block = Math.abs(Math.floor(tick / blockTicks));
  let odd = false;
  for (; block > 0; block = Math.floor(block / 2)) odd = odd !== (block % 2 === 1);
  return odd;
}

/** The features of at most 20,000 events to choose and fit joint subjects on. The same events give the same sample. */
export class FittingSample {
  /** How many events were not offered for fitting. */
  heldOut = 0;
  /** How many events were seen in all. */
  seen = 0;
  private kept: Features[] = [];
  private cells = 0;
  private offered = 0;
  private stride = 1;

  take(features: Features, tick: number): void {
    this.seen++;
    if (!isFitting(tick)) {
      this.heldOut++;
      return;
    }
    if (this.offered++ % this.stride !== 0) return;
    this.kept.push(features);
    this.cells += cellsOf(features);
    if (this.kept.length > mostRows || this.cells > mostCells) this.thinOut();
  }

  get rows(): readonly Features[] {
    return this.kept;
  }

  private thinOut(): void {
    this.kept = this.kept.filter((_, place) => place % 2 === 0);
    this.cells = this.kept.reduce((sum, features) => sum + cellsOf(features), 0);
    this.stride *= 2;
  }
}

function cellsOf(features: Features): number {
  let cells = 0;
  for (const name in features) {
    const value = features[name];
    cells += Array.isArray(value) ? value.length : 1;
  }
  return cells;
}
