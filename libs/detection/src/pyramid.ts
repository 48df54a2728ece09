/** Whole numbers that add exactly: counts, or sums that grow beyond 2³². */
export type Vector = Uint32Array | Float64Array;

/**
 * Sums of the last 1, 2, 4 … ticks of one count vector. Level k keeps the last eight blocks of 2^k ticks, which begin at
 * multiples of 2^k whatever the first tick was: so the window of 8·2^k ticks is a sum of eight blocks, taken every 2^k
 * ticks, and large windows cost no more than small ones. Memory: 8 vectors a level.
 */
export class Pyramid<V extends Vector = Uint32Array> {
  private one: V;
  private readonly two: V;
  private readonly four: V;
  private readonly levels: Level<V>[];
  private emptySince: number | undefined = -Infinity;
  private readonly nothing: V;

  /**
   * @param largest longest window in ticks, a power of two of at least 8
   * @param make makes a vector of zeros
   */
  constructor(
    size: number,
    private readonly largest: number,
    make: (size: number) => V,
  ) {
    const levels = Math.log2(largest) - 2;
    // In one piece: vectors of their own would cost as much again, and lie apart.
    const room = make(size * (3 + 9 * levels));
    let used = 0;
    const next = (): V => room.subarray(used, (used += size)) as V;
    this.one = this.two = next();
    this.four = next();
    this.nothing = next();
    this.levels = Array.from({ length: levels }, () => new Level(next));
  }

  /** Adds the next tick; every tick must be added, those without counts as undefined. */
  add(tick: number, counts: V | undefined): void {
    if (counts !== undefined) this.emptySince = undefined;
    else if (this.emptySince === undefined) this.emptySince = tick;
    // Nothing is left in any window: adding nothing changes nothing.
    else if (tick - this.emptySince > 2 * this.largest) return;
    this.addTick(tick, counts ?? this.nothing);
    for (let level = 1, length = 2; level < this.levels.length && (tick + 1) % length === 0; level++, length *= 2) {
      const last = Math.floor(tick / length);
      this.levels[level]!.putPair(last, this.levels[level - 1]!);
    }
  }

  /** One pass over the counts for all windows that move with every tick. */
  private addTick(tick: number, block: V): void {
    const { two, four } = this;
    const ticks = this.levels[0]!;
    const { sum } = ticks;
    const beforeTwo = ticks.block(tick - 2);
    const beforeFour = ticks.block(tick - 4);
    const slot = ticks.block(tick);
    for (let k = 0; k < block.length; k++) {
      const count = block[k]!;
      two[k]! += count - beforeTwo[k]!;
      four[k]! += count - beforeFour[k]!;
      sum[k]! += count - slot[k]!;
      slot[k] = count;
    }
    this.one = slot;
  }

  /** The sum of the last `scale` ticks; for scales above 8 up to the last multiple of scale/8. Reused by the next `add`. */
  sum(scale: number): V {
    const power = 31 - Math.clz32(scale);
    if (power > 2) return this.levels[power - 3]!.sum;
    return power === 0 ? this.one : power === 1 ? this.two : this.four;
  }

  /** Forgets everything. */
  clear(): void {
    this.two.fill(0);
    this.four.fill(0);
    for (const level of this.levels) level.clear();
  }
}

/** The last eight blocks of one length, and their sum. */
class Level<V extends Vector> {
  readonly sum: V;
  private readonly blocks: V[];

  constructor(next: () => V) {
    this.sum = next();
    this.blocks = Array.from({ length: 8 }, next);
  }

  block(index: number): V {
    return this.blocks[index & 7]!;
  }

  /** Puts the sum of the two blocks of half the length that this one is made of. */
  putPair(index: number, halves: Level<V>): void {
    const { sum } = this;
    const slot = this.block(index);
    const first = halves.block(2 * index);
    const second = halves.block(2 * index + 1);
    for (let k = 0; k < sum.length; k++) {
      const count = first[k]! + second[k]!;
      sum[k]! += count - slot[k]!;
      slot[k] = count;
    }
  }

  clear(): void {
    this.sum.fill(0);
    for (const block of this.blocks) block.fill(0);
  }
}
