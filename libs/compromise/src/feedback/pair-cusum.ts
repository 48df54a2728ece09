/** How much more often a class is labelled as another one than by nature, to be found soonest. */
const sought = 0.2;

/** What a label of one class says, while another was to be expected. */
export interface Pair {
  readonly from: number;
  readonly to: number;
}

/** Where a sum of log-likelihood ratios stands, and since which of everybody's labels it has not been 0. */
interface Sum {
  value: number;
  since: number;
}

/**
 * Page's CUSUM by pair of classes: the log-likelihood ratio of "a fifth more than by nature is labelled so" against "as many as by nature", never below 0. A
 * sum that nothing was added to is 0 and is not kept.
 *
 * @see Page (1954), Biometrika 41(1/2):100–115; Lorden (1971), Ann. Math. Stat. 42(6): a threshold h is passed by chance at most once in e^h labels
 */
export class PairCusum {
  private readonly sums: Map<string, Sum>;

  constructor(memory: ReadonlyMap<string, Sum> = new Map()) {
    this.sums = new Map([...memory].map(([pair, sum]) => [pair, { ...sum }]));
  }

  /**
   * Takes a label of which `from` was to be expected.
   * @param chances by class that it can be labelled as, `from` left out: the chance of that by nature
   * @returns the pair whose sum has grown, and how far
   */
  take(number: number, from: number, label: number, chances: ReadonlyMap<number, Chance>): (Pair & Sum) | undefined {
    let grown: (Pair & Sum) | undefined;
    for (const [to, chance] of chances) {
      const key = `${from} ${to}`;
      const known = this.sums.get(key);
      if (known === undefined && to !== label) continue;
      const sum = known ?? { value: 0, since: number };
      sum.value += logRatio(to === label, chance);
      if (sum.value <= 0) this.sums.delete(key);
      else this.sums.set(key, sum);
      if (to === label) grown = { from, to, ...sum };
    }
    return grown;
  }

  /** Begins anew with a pair. */
  clear({ from, to }: Pair): void {
    this.sums.delete(`${from} ${to}`);
  }

  memory(): ReadonlyMap<string, Sum> {
    return new Map([...this.sums].map(([pair, sum]) => [pair, { ...sum }]));
  }
}

/** The chance of a label by nature, and what each flipped share adds to it. */
export interface Chance {
  readonly q: number;
  readonly a: number;
}

/** Of a label that is the other class, or is not. */
export function logRatio(isOther: boolean, { q, a }: Chance): number {
  const flipped = Math.min(0.999, q + sought * a);
  return isOther ? Math.log(flipped / q) : Math.log((1 - flipped) / (1 - q));
}
