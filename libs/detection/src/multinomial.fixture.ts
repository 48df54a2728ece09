// Taken out once: where globals are looked up dearly, as in a test runner's sandbox, this is most of the cost.
const { imul } = Math;

const places = 65_536;

/** Values drawn by their shares, which are held in whole 65,536ths: what a stream of values would count, without the values. */
export class Drawn {
  private readonly bins: Uint16Array;
  private state: number;

  /** @param shares of the bins, any scale */
  constructor(shares: readonly number[], seed: number) {
    this.bins = new Uint16Array(places);
    this.state = seed >>> 0;
    const total = shares.reduce((sum, share) => sum + share, 0);
    let [from, upTo] = [0, 0];
    shares.forEach((share, bin) => {
      upTo += share / total;
      const to = bin === shares.length - 1 ? places : Math.round(upTo * places);
      this.bins.fill(bin, from, to);
      from = to;
    });
  }

  /** Adds `n` values to counts. @see mulberry32, Steele & Vigna, public domain; two draws a number */
  addTo(counts: { [bin: number]: number }, n: number): void {
    const { bins } = this;
    let { state } = this;
    for (let drawn = 0; drawn < n; drawn += 2) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
      mixed ^= mixed >>> 14;
      counts[bins[mixed >>> 16]!]!++;
      if (drawn + 1 < n) counts[bins[mixed & 0xffff]!]!++;
    }
    this.state = state;
  }
}
