/** Whole numbers that add exactly: counts, or sums that grow beyond 2³². */
export type Vector = Uint32Array | Float64Array;

/**
 * Sums of the last 1, 2, 4 … ticks of one count vector. Level k keeps the last eight blocks of 2^k ticks, which begin at
 * multiples of 2^k whatever the first tick was: so the window of 8·2^k ticks is a sum of eight blocks, taken every 2^k
 * ticks, and large windows cost no more than small ones. Memory: 8 vectors a level.
 */
export class Pyramid<V extends Vector = Uint32Array> {
  /**
   * All vectors behind each other: the sums of two and of four ticks, then for each level its sum and its eight blocks, and
   * a vector of zeros. One array, because the loops below then walk one instead of seven, and because arrays of their own
   * would cost as much again.
   */
  private readonly room: V;
  /** Views into it of what is asked for: single ticks, and sums by the power of two that their length is. */
  private readonly ticks: readonly V[];
  private readonly sums: readonly V[];
  private readonly nothing: V;
  private readonly levels: number;
  private newest = 0;
  private emptySince: number | undefined = -Infinity;

  /**
   * @param largest longest window in ticks, a power of two of at least 8
   * @param make makes a vector of zeros
   */
  constructor(
    private readonly size: number,
    private readonly largest: number,
    make: (size: number) => V,
  ) {
    this.levels = Math.log2(largest) - 2;
    const vectors = 2 + 9 * this.levels;
    const room = make(size * (vectors + 1));
    this.room = room;
    const view = (from: number): V => room.subarray(from, from + size) as V;
    this.ticks = Array.from({ length: 8 }, (_, tick) => view(this.block(0, tick)));
    const longer = Array.from({ length: this.levels }, (_, level) => view(this.sumOf(level)));
    this.sums = [this.ticks[0]!, view(0), view(size), ...longer];
    this.nothing = view(vectors * size);
  }

  /** Adds the next tick; every tick must be added, those without counts as undefined. */
  add(tick: number, counts: V | undefined): void {
    if (counts !== undefined) this.emptySince = undefined;
    else if (this.emptySince === undefined) this.emptySince = tick;
    // Nothing is left in any window: adding nothing changes nothing.
    else if (tick - this.emptySince > 2 * this.largest) return;
    this.addTick(tick, counts ?? this.nothing);
    for (let level = 1, length = 2; level < this.levels && (tick + 1) % length === 0; level++, length *= 2)
      this.putPair(level, Math.floor(tick / length));
  }

  /** One pass over the counts for all windows that move with every tick. */
  private addTick(tick: number, counts: V): void {
    const { room } = this;
    const leaving = { two: this.block(0, tick - 2), four: this.block(0, tick - 4), eight: this.block(0, tick) };
    if (room instanceof Uint32Array) slideCounts(room, counts, leaving, this.sumOf(0));
    else slideSums(room, counts, leaving, this.sumOf(0));
    this.newest = tick & 7;
  }

  /** Puts the sum of the two blocks of half the length that a block is made of. */
  private putPair(level: number, index: number): void {
    const { room, size } = this;
    const sum = this.sumOf(level);
    const slot = this.block(level, index);
    const halves = { first: this.block(level - 1, 2 * index), second: this.block(level - 1, 2 * index + 1) };
    if (room instanceof Uint32Array) pairCounts(room, size, halves, slot, sum);
    else pairSums(room, size, halves, slot, sum);
  }

  /** The sum of the last `scale` ticks; for scales above 8 up to the last multiple of scale/8. Reused by the next `add`. */
  sum(scale: number): V {
    return scale === 1 ? this.ticks[this.newest]! : this.sums[31 - Math.clz32(scale)]!;
  }

  /** Forgets everything. */
  clear(): void {
    this.room.fill(0);
  }

  /** Where the sum of a level begins. */
  private sumOf(level: number): number {
    return (2 + 9 * level) * this.size;
  }

  /** Where a block of a level begins. */
  private block(level: number, index: number): number {
    return (3 + 9 * level + (index & 7)) * this.size;
  }
}

/** Where the blocks begin that leave the windows of so many ticks; the last of them makes room for the new one. */
interface Leaving {
  readonly two: number;
  readonly four: number;
  readonly eight: number;
}

/** Moves the sums of two, four and eight ticks on by a tick. */
function slideSums(room: Vector, counts: Vector, { two, four, eight }: Leaving, sum: number): void {
  const size = counts.length;
  for (let k = 0; k < size; k++) {
    const count = counts[k]!;
    room[k]! += count - room[two + k]!;
    room[size + k]! += count - room[four + k]!;
    room[sum + k]! += count - room[eight + k]!;
    room[eight + k] = count;
  }
}

/** The same for counts: `| 0` keeps the arithmetic in whole numbers of 32 bits, which is twice as fast and wraps back. */
function slideCounts(room: Uint32Array, counts: Vector, { two, four, eight }: Leaving, sum: number): void {
  const size = counts.length;
  for (let k = 0; k < size; k++) {
    const count = counts[k]!;
    room[k] = (room[k]! + count - room[two + k]!) | 0;
    room[size + k] = (room[size + k]! + count - room[four + k]!) | 0;
    room[sum + k] = (room[sum + k]! + count - room[eight + k]!) | 0;
    room[eight + k] = count;
  }
}

/** Where the halves of a block begin. */
interface Halves {
  readonly first: number;
  readonly second: number;
}

/** Puts the sum of two halves in the place of the block that leaves, and moves the sum of eight on. */
function pairSums(room: Vector, size: number, { first, second }: Halves, slot: number, sum: number): void {
  for (let k = 0; k < size; k++) {
    const count = room[first + k]! + room[second + k]!;
    room[sum + k]! += count - room[slot + k]!;
    room[slot + k] = count;
  }
}

/** The same for counts; see `slideCounts`. */
function pairCounts(room: Uint32Array, size: number, { first, second }: Halves, slot: number, sum: number): void {
  for (let k = 0; k < size; k++) {
    const count = (room[first + k]! + room[second + k]!) | 0;
    room[sum + k] = (room[sum + k]! + count - room[slot + k]!) | 0;
    room[slot + k] = count;
  }
}
