import { fitParetoExcess, paretoExcessLogSf, paretoExcessQuantile, type ParetoExcess } from '@anchorwatch/stats';
import { enoughWindows } from '../rates/measure-dispersion.js';

/** The share of rises that counts as the tail. */
const tailShare = 0.2;
/** Rises that are remembered: those of earlier runs and of this one, the newest. */
const mostRises = 4_000;
/** A tail is fitted again after so many more. */
const refitEvery = 64;

interface Tail {
  readonly threshold: number;
  readonly excess: ParetoExcess;
}

/** How far values ordinarily rise above those before, and how surprising a rise is: an extreme-value law over what was seen and not accused. */
export class TailBook {
  private readonly rises: number[] = [];
  private next = 0;
  private since = 0;
  private tail: Tail | undefined;

  add(rise: number): void {
    if (this.rises.length < mostRises) this.rises.push(rise);
    else this.rises[this.next] = rise;
    this.next = (this.next + 1) % mostRises;
    this.since++;
  }

  /** How many rises stand behind the tail; it takes `enoughRises`. */
  get count(): number {
    return this.rises.length;
  }

  /** ln P(a rise is at least this large); undefined where too few were seen. */
  logSf(rise: number): number | undefined {
    const tail = this.fitted();
    if (tail === undefined) return undefined;
    if (rise <= tail.threshold) return 0;
    return Math.log(tailShare) + paretoExcessLogSf(rise - tail.threshold, tail.excess);
  }

  /** The rise that is as rare as alpha. */
  critical(alpha: number): number {
    const tail = this.fitted();
    if (tail === undefined) return Infinity;
    return tail.threshold + paretoExcessQuantile(Math.min(0, Math.log(alpha / tailShare)), tail.excess);
  }

  private fitted(): Tail | undefined {
    if (this.rises.length < enoughRises) return undefined;
    if (this.tail !== undefined && this.since < refitEvery) return this.tail;
    this.since = 0;
    const sorted = Float64Array.from(this.rises).sort().reverse();
    const beyond = Math.floor(tailShare * sorted.length);
    const threshold = sorted[beyond]!;
    const excesses = sorted.subarray(0, beyond).map((rise) => rise - threshold);
    this.tail = excesses[0]! > 0 ? { threshold, excess: fitParetoExcess(excesses) } : undefined;
    return this.tail;
  }
}

/** Thirty of them lie in the tail. */
export const enoughRises = enoughWindows / tailShare;
