/** Whole numbers that add exactly: counts, or sums that grow beyond 2³². */
export type Vector = Uint32Array | Float64Array;

/**
 * Sums of the last 1, 2, 4 … ticks of one count vector. Level k keeps the last eight blocks of 2^k ticks, which begin at
 * multiples of 2^k whatever the first tick was: so the window of 8·2^k ticks is a sum of eight blocks, taken every 2^k
 * ticks, and large windows cost no more than small ones. Memory: 8 vectors a level.
 */
export class Pyramid<V extends Vector = Uint32Array> {
  private readonly recent: Map<number, V>;
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
    this.recent = new Map([1, 2, 4].map((scale) => [scale, make(size)]));
    this.levels = [];
    for (let block = 1; 8 * block <= largest; block *= 2) this.levels.push(new Level(size, make));
    this.nothing = make(size);
  }

  /** Adds the next tick; every tick must be added, those without counts as undefined. */
  add(tick: number, counts: V | undefined): void {
    if (counts !== undefined) this.emptySince = undefined;
    else if (this.emptySince === undefined) this.emptySince = tick;
    // Nothing is left in any window: adding nothing changes nothing.
    else if (tick - this.emptySince > 2 * this.largest) return;
    const ticks = this.levels[0]!;
    let block = counts ?? this.nothing;
    for (const [scale, sum] of this.recent) addDifference(sum, block, ticks.block(tick - scale));
    for (let level = 0, length = 1; level < this.levels.length && (tick + 1) % length === 0; level++, length *= 2) {
      const last = Math.floor(tick / length);
      if (level > 0) block = this.levels[level - 1]!.pairSum(2 * last);
      this.levels[level]!.put(last, block);
    }
  }

  /** The sum of the last `scale` ticks; for scales above 8 up to the last multiple of scale/8. Reused by the next `add`. */
  sum(scale: number): V {
    return scale < 8 ? this.recent.get(scale)! : this.levels[Math.log2(scale) - 3]!.sum;
  }

  /** Forgets everything. */
  clear(): void {
    for (const sum of this.recent.values()) sum.fill(0);
    for (const level of this.levels) level.clear();
  }
}

/** The last eight blocks of one length, and their sum. */
class Level<V extends Vector> {
  readonly sum: V;
  private readonly blocks: V[];
  private readonly pair: V;

  constructor(size: number, make: (size: number) => V) {
    this.sum = make(size);
    this.blocks = Array.from({ length: 8 }, () => make(size));
    this.pair = make(size);
  }

  block(index: number): V {
    return this.blocks[((index % 8) + 8) % 8]!;
  }

  put(index: number, block: V): void {
    const slot = this.block(index);
    addDifference(this.sum, block, slot);
    slot.set(block);
  }

  /** The sum of this block and the next. */
  pairSum(index: number): V {
    this.pair.set(this.block(index));
    const second = this.block(index + 1);
    for (let k = 0; k < second.length; k++) this.pair[k]! += second[k]!;
    return this.pair;
  }

  clear(): void {
    this.sum.fill(0);
    for (const block of this.blocks) block.fill(0);
  }
}

function addDifference(sum: Vector, plus: Vector, minus: Vector): void {
  for (let k = 0; k < sum.length; k++) sum[k] = sum[k]! + plus[k]! - minus[k]!;
}
