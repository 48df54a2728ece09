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
  /** Of each level eight numbers of values and eight sums, in one array: arrays of their own would cost more than they hold. */
  private readonly blocks: Float64Array;
  private readonly levels: number;
  private tick = -1;

  /** @param largest longest window in ticks, a power of two of at least 8 */
  constructor(largest: number) {
    this.levels = Math.log2(largest) - 2;
    this.blocks = new Float64Array(16 * this.levels);
  }

  /** Adds the next tick; every tick must be added, those without values with 0 and 0. */
  add(tick: number, n: number, sum: number): void {
    this.tick = tick;
    const { blocks } = this;
    blocks[placeOf(0, tick)] = n;
    blocks[placeOf(0, tick) + 8] = sum;
    for (let level = 1, length = 2; level < this.levels && (tick + 1) % length === 0; level++, length *= 2) {
      const last = Math.floor(tick / length);
      const place = placeOf(level, last);
      const [first, second] = [placeOf(level - 1, 2 * last), placeOf(level - 1, 2 * last + 1)];
      blocks[place] = blocks[first]! + blocks[second]!;
      blocks[place + 8] = blocks[first + 8]! + blocks[second + 8]!;
    }
  }

  /**
   * The runs that a window of `scale` ticks up to the last one stands for: those longer than half of it, in steps of an
   * eighth for windows of 8 ticks and more, else of a tick. The longest comes last.
   */
  of(scale: number): readonly Run[] {
    const level = levelOf(scale);
    const longest = scale / 2 ** level;
    const newest = this.newestOf(level);
    const runs: Run[] = [];
    let n = 0;
    let sum = 0;
    for (let length = 1; length <= longest; length++) {
      const place = placeOf(level, newest - length + 1);
      n += this.blocks[place]!;
      sum += this.blocks[place + 8]!;
      if (2 * length > longest) runs.push({ n, sum });
    }
    return runs;
  }

  /**
   * Whether the mean score of every run of a window lies within a limit, in standard deviations of the mean beyond a tolerated
   * one: (|sum|/n − tolerated)·√(n·N/(n + N)) ≤ limit, without its division and root.
   * @param squared limit²/N
   * @param total   values that the scores were made of, N
   */
  areWithin(squared: number, scale: number, total: number, tolerated: number): boolean {
    const level = levelOf(scale);
    const { blocks } = this;
    const longest = scale >= 8 ? 8 : scale;
    const newest = this.newestOf(level);
    let n = 0;
    let sum = 0;
    for (let length = 1; length <= longest; length++) {
      const place = placeOf(level, newest - length + 1);
      n += blocks[place]!;
      sum += blocks[place + 8]!;
      if (2 * length <= longest) continue;
      const beyond = Math.abs(sum) - tolerated * n;
      if (beyond > 0 && beyond * beyond > squared * n * (n + total)) return false;
    }
    return true;
  }

  /** The newest block of a level. */
  private newestOf(level: number): number {
    return level === 0 ? this.tick : Math.floor((this.tick + 1) / 2 ** level) - 1;
  }

  /** Forgets everything. */
  clear(): void {
    this.blocks.fill(0);
  }
}

/** How many runs a window of `scale` ticks stands for. */
export function runsOf(scale: number): number {
  return scale < 8 ? Math.max(1, scale / 2) : 4;
}

/** The level whose blocks a window of `scale` ticks is made of. */
function levelOf(scale: number): number {
  return Math.max(0, 28 - Math.clz32(scale));
}

/** Where the number of values of a block stands; eight places behind it stands their sum. */
function placeOf(level: number, block: number): number {
  return 16 * level + (block & 7);
}
