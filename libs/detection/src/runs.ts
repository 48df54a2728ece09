/** The newest values of a window: how many, and the sum of their scores. */
export interface Run {
  readonly n: number;
  readonly sum: number;
}

/**
 * Sums of scores of the newest blocks of ticks, laid out like the blocks of a `Pyramid`: so a change is seen in the values
 * since it began, and not only in windows of 1, 2, 4 … ticks. Scores are multiples of a power of two: sums of them are exact,
 * in whatever order they are added.
 */
export class Runs {
  private readonly levels: readonly { readonly n: Float64Array; readonly sum: Float64Array }[];
  private tick = -1;

  /** @param largest longest window in ticks, a power of two of at least 8 */
  constructor(largest: number) {
    const levels = [];
    for (let block = 1; 8 * block <= largest; block *= 2)
      levels.push({ n: new Float64Array(8), sum: new Float64Array(8) });
    this.levels = levels;
  }

  /** Adds the next tick; every tick must be added, those without values with 0 and 0. */
  add(tick: number, n: number, sum: number): void {
    this.tick = tick;
    for (let level = 0, length = 1; level < this.levels.length && (tick + 1) % length === 0; level++, length *= 2) {
      const { n: counts, sum: sums } = this.levels[level]!;
      const last = Math.floor(tick / length);
      const place = placeOf(last);
      if (level === 0) {
        counts[place] = n;
        sums[place] = sum;
        continue;
      }
      const below = this.levels[level - 1]!;
      const [first, second] = [placeOf(2 * last), placeOf(2 * last + 1)];
      counts[place] = below.n[first]! + below.n[second]!;
      sums[place] = below.sum[first]! + below.sum[second]!;
    }
  }

  /**
   * The runs that a window of `scale` ticks up to the last one stands for: those longer than half of it, in steps of an
   * eighth for windows of 8 ticks and more, else of a tick. The longest comes last.
   */
  of(scale: number): readonly Run[] {
    const level = Math.max(0, Math.log2(scale) - 3);
    const { n: counts, sum: sums } = this.levels[level]!;
    const blocks = scale / 2 ** level;
    const newest = Math.floor((this.tick + 1) / 2 ** level) - 1;
    const runs: Run[] = [];
    let n = 0;
    let sum = 0;
    for (let length = 1; length <= blocks; length++) {
      const place = placeOf(newest - length + 1);
      n += counts[place]!;
      sum += sums[place]!;
      if (2 * length > blocks) runs.push({ n, sum });
    }
    return runs;
  }

  /**
   * Whether the mean score of every run of a window lies within a limit, in standard deviations of the mean beyond a tolerated
   * one: (|sum|/n − tolerated)·√(n·N/(n + N)) ≤ limit, without its division and root.
   * @param total values that the scores were made of, N
   */
  areWithin(limit: number, scale: number, total: number, tolerated: number): boolean {
    const level = Math.max(0, 28 - Math.clz32(scale));
    const { n: counts, sum: sums } = this.levels[level]!;
    const blocks = scale >= 8 ? 8 : scale;
    const newest = Math.floor((this.tick + 1) / 2 ** level) - 1;
    const squared = (limit * limit) / total;
    let n = 0;
    let sum = 0;
    for (let length = 1; length <= blocks; length++) {
      const place = (newest - length + 1) & 7;
      n += counts[place]!;
      sum += sums[place]!;
      if (2 * length <= blocks) continue;
      const beyond = Math.abs(sum) - tolerated * n;
      if (beyond > 0 && beyond * beyond > squared * n * (n + total)) return false;
    }
    return true;
  }

  /** Forgets everything. */
  clear(): void {
    for (const { n, sum } of this.levels) {
      n.fill(0);
      sum.fill(0);
    }
  }
}

/** How many runs a window of `scale` ticks stands for. */
export function runsOf(scale: number): number {
  return scale < 8 ? Math.max(1, scale / 2) : 4;
}

function placeOf(block: number): number {
  return ((block % 8) + 8) % 8;
}
