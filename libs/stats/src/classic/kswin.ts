import { ksExactPValue } from '../ks-exact-p-value.js';
import { ksFromSamples } from '../ks-from-samples.js';
import { nextRandomState, uniformOf } from '../mulberry32.js';
import { requireFinite } from './require-value.js';
import type { StreamDetector } from './stream-detector.js';

export interface KswinState {
  /** The newest values, the oldest first. */
  readonly window: readonly number[];
  readonly random: number;
}

export interface KswinOptions {
  readonly alpha?: number;
  /** Values remembered, and how many of the newest are compared. */
  readonly window?: number;
  readonly compared?: number;
  /** Whole number that decides which older values are drawn. */
  readonly seed?: number;
}

/** Differences up to this are not worth a word, however sure. */
const LEAST_DIFFERENCE = 0.1;

/**
 * Kolmogorov–Smirnov windowing: at every value the newest 30 against 30 drawn from the 70 before. Drift where the exact
 * p-value is at most alpha and the difference above .1; then only the newest 30 are kept.
 *
 * A test at every value without correction: expect about 1,300 false alarms in a million values at the defaults. Which
 * values are drawn follows from the seed, so not the same as River's. O(window + compared·log compared) a value.
 *
 * @see Raab, Heusinger & Schleif (2020), Neurocomputing 416:340–351, https://doi.org/10.1016/j.neucom.2019.11.111
 */
export function kswin({
  alpha = 0.005,
  window = 100,
  compared = 30,
  seed = 1,
}: KswinOptions = {}): StreamDetector<KswinState> {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError('kswin requires alpha in (0, 1)');
  if (!(Number.isInteger(window) && Number.isInteger(compared) && compared >= 1 && window >= 2 * compared)) {
    throw new RangeError('kswin requires a window of at least twice the values that are compared');
  }
  const critical = leastSignificant(compared, alpha);
  return {
    start: { window: [], random: seed >>> 0 },
    step(state, value) {
      requireFinite(value, 'kswin');
      const values = [...state.window.slice(state.window.length === window ? 1 : 0), value];
      if (values.length < window) return { state: { window: values, random: state.random }, signal: 'none' };
      const older = values.slice(0, window - compared);
      const newest = values.slice(window - compared);
      const random = drawToFront(older, compared, state.random);
      const drifted = ksFromSamples(older.slice(0, compared), newest) >= critical;
      return { state: { window: drifted ? newest : values, random }, signal: drifted ? 'drift' : 'none' };
    },
  };
}

/** The least difference between two samples of this size that alpha allows, less rounding; above 1 if there is none. */
function leastSignificant(size: number, alpha: number): number {
  let steps = 1;
  while (steps <= size && (steps / size <= LEAST_DIFFERENCE || ksExactPValue(size, size, steps / size) > alpha))
    steps++;
  return (steps - 0.5) / size;
}

/** Moves a draw without replacement to the front and returns the state of chance after it. */
function drawToFront(values: number[], count: number, random: number): number {
  for (let place = 0; place < count; place++) {
    random = nextRandomState(random);
    const drawn = place + Math.floor(uniformOf(random) * (values.length - place));
    [values[place], values[drawn]] = [values[drawn]!, values[place]!];
  }
  return random;
}
