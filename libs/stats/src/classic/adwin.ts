import { requireFinite } from './require-value.js';
import type { StreamDetector } from './stream-detector.js';

/** The sum of consecutive values and their squared deviations from their own mean. */
interface Bucket {
  readonly total: number;
  readonly squares: number;
}

export interface AdwinState {
  readonly count: number;
  readonly width: number;
  readonly total: number;
  readonly squares: number;
  /** Row i holds buckets of 2^i values, the oldest first; the oldest values are in the last row. */
  readonly rows: readonly (readonly Bucket[])[];
}

export interface AdwinOptions {
  /** Chance of a false cut at one check. */
  readonly delta?: number;
  /** Values between checks. */
  readonly clock?: number;
  /** Fewest values on either side of a cut, and in the whole window. */
  readonly minimumSide?: number;
  readonly minimumWindow?: number;
  /** Buckets of one size; more are more exact and slower. */
  readonly bucketsPerRow?: number;
  /** Whether a drift begins anew, as in River; otherwise the window keeps what lies after the cut, as in the paper. */
  readonly restart?: boolean;
}

/**
 * Adaptive windowing: a window that is cut wherever the means before and after differ by more than
 *
 *   ε = √(2·m·σ²·δ′) + ⅔·m·δ′,   m = 1/(n₀ − 4) + 1/(n₁ − 4),   δ′ = ln(2·ln W/δ)
 *
 * and drops its oldest bucket until no cut is left. While a window sheds what lies before a change, every check can be a
 * drift again; beginning anew reports each change once. Means only, rising or falling. The bound assumes values in [0, 1];
 * the variance makes it useful for others of about that scale. Every bucket is a candidate, as in River's present form;
 * releases that leave out the last bucket of each row cut up to one check later. Memory O(log W), a check O(log W).
 *
 * @see Bifet & Gavaldà (2007), SIAM Int. Conf. on Data Mining, 443–448, https://doi.org/10.1137/1.9781611972771.42; River
 *   0.21 `drift.ADWIN`
 */
export function adwin({
  delta = 0.002,
  clock = 32,
  minimumSide = 5,
  minimumWindow = 10,
  bucketsPerRow = 5,
  restart = true,
}: AdwinOptions = {}): StreamDetector<AdwinState> {
  if (!(delta > 0 && delta < 1 && clock >= 1 && minimumSide >= 1 && bucketsPerRow >= 2)) {
    throw new RangeError(
      'adwin requires delta in (0, 1), a clock and sides of at least 1 and at least 2 buckets in a row',
    );
  }
  const start = { count: 0, width: 0, total: 0, squares: 0, rows: [[]] };
  return {
    start,
    step(state, value) {
      requireFinite(value, 'adwin');
      let window = insert(state, value, bucketsPerRow);
      if (window.count % clock !== 0 || window.width <= minimumWindow) return { state: window, signal: 'none' };
      if (!hasCut(window, delta, minimumSide)) return { state: window, signal: 'none' };
      if (restart) return { state: start, signal: 'drift' };
      while (hasCut(window, delta, minimumSide)) window = withoutOldest(window);
      return { state: window, signal: 'drift' };
    },
  };
}

function insert(state: AdwinState, value: number, bucketsPerRow: number): AdwinState {
  const width = state.width + 1;
  const added = state.width === 0 ? 0 : (state.width * (value - state.total / state.width) ** 2) / width;
  const rows = [...state.rows];
  let bucket: Bucket | undefined = { total: value, squares: 0 };
  for (let row = 0; bucket !== undefined; row++) {
    const filled: Bucket[] = [...(rows[row] ?? []), bucket];
    rows[row] = filled.length > bucketsPerRow ? filled.slice(2) : filled;
    bucket = filled.length > bucketsPerRow ? joined(filled[0]!, filled[1]!, 2 ** row) : undefined;
  }
  return { count: state.count + 1, width, total: state.total + value, squares: state.squares + added, rows };
}

/** Two buckets of the same size as one. */
function joined(a: Bucket, b: Bucket, size: number): Bucket {
  const between = (a.total - b.total) ** 2 / (2 * size);
  return { total: a.total + b.total, squares: a.squares + b.squares + between };
}

function hasCut({ width, total, squares, rows }: AdwinState, delta: number, minimumSide: number): boolean {
  const variance = squares / width;
  const logarithm = Math.log((2 * Math.log(width)) / delta);
  let before = 0;
  let sum = 0;
  for (let row = rows.length - 1; row >= 0; row--) {
    for (const bucket of rows[row]!) {
      before += 2 ** row;
      sum += bucket.total;
      const after = width - before;
      if (after < minimumSide) return false;
      if (before < minimumSide) continue;
      const m = 1 / (before - minimumSide + 1) + 1 / (after - minimumSide + 1);
      const allowed = Math.sqrt(2 * m * variance * logarithm) + (2 / 3) * m * logarithm;
      if (Math.abs(sum / before - (total - sum) / after) > allowed) return true;
    }
  }
  return false;
}

function withoutOldest(state: AdwinState): AdwinState {
  const last = state.rows.length - 1;
  const size = 2 ** last;
  const [oldest, ...others] = state.rows[last]!;
  const width = state.width - size;
  const total = state.total - oldest!.total;
  const between = ((oldest!.total / size - total / width) ** 2 * size * width) / state.width;
  // Rounding must not leave a negative sum of squares behind.
  const squares = Math.max(0, state.squares - oldest!.squares - between);
  const rows = others.length > 0 ? [...state.rows.slice(0, last), others] : state.rows.slice(0, last);
  return { count: state.count, width, total, squares, rows };
}
