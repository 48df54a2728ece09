import { logTail } from '../rates/critical-count.js';
import type { JudgedLabel } from './judged-label.js';

/** Windows of everybody's labels in which the share of one source is looked at. */
export const shareWindows = [100, 400, 1_600] as const;
const mostKnown = 4_000;
/** Twice the odds and a point more are no concentration: people share work as it comes. */
const tolerated = { odds: 2, share: 0.01 };

/** How healthy labels are shared between sources. */
export interface Shares {
  /** By source; at most 4,000, those who labelled most. */
  readonly own: Readonly<Record<string, number>>;
  /** The largest: newcomers may have as much. */
  readonly largest: number;
  readonly dispersion: readonly {
    readonly window: number;
    /** How much the counts of one source vary beside independent ones, ≥ 1. */
    readonly factor: number;
    readonly windows: number;
  }[];
}

/** @param healthy in their order */
export function sharesOf(healthy: readonly Pick<JudgedLabel, 'source'>[]): Shares {
  const counts = countsOf(healthy);
  const shares = [...counts].map(([source, n]) => [source, n / healthy.length] as const);
  return {
    own: Object.fromEntries(shares.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, mostKnown)),
    largest: Math.max(0, ...shares.map(([, share]) => share)),
    dispersion: shareWindows.map((window) => {
      let [squares, variances, windows] = [0, 0, 0];
      for (let from = 0; from + window <= healthy.length; from += window) {
        const inWindow = countsOf(healthy.slice(from, from + window));
        for (const [source, share] of shares) {
          squares += ((inWindow.get(source) ?? 0) - window * share) ** 2;
          variances += window * share * (1 - share);
        }
        windows++;
      }
      const factor = variances === 0 ? 1 : squares / variances;
      return { window, windows, factor: Math.max(1, factor) * (1 + 2 * Math.sqrt(2 / Math.max(1, windows))) };
    }),
  };
}

/** A source that gives more of a window's labels than it should. */
export interface Concentration {
  readonly source: string;
  readonly n: number;
  readonly window: number;
  /** The share that is ordinary for it, tolerance included. */
  readonly rate: number;
  readonly logChance: number;
}

/** The most surprising source of a window of everybody's labels, by its share. */
export function concentrationIn(
  labels: readonly Pick<JudgedLabel, 'source'>[],
  shares: Shares,
): Concentration | undefined {
  const window = labels.length;
  const measured = shares.dispersion.find((each) => each.window === window)!;
  let found: Concentration | undefined;
  for (const [source, n] of countsOf(labels)) {
    const rate = ordinaryShare(source, shares);
    if (n <= window * rate) continue;
    const logChance = logTail(n, window, rate, measured.factor);
    if (found === undefined || logChance < found.logChance) found = { source, n, window, rate, logChance };
  }
  return found;
}

/** The share that is ordinary for a source, with what is tolerated; a newcomer may have as much as the busiest had. */
export function ordinaryShare(source: string, { own, largest }: Shares): number {
  const share = Math.min(0.97, Object.hasOwn(own, source) ? own[source]! : largest);
  const odds = (tolerated.odds * share) / (1 - share);
  return Math.min(0.98, odds / (1 + odds) + tolerated.share);
}

function countsOf(labels: readonly Pick<JudgedLabel, 'source'>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { source } of labels) if (source !== '') counts.set(source, (counts.get(source) ?? 0) + 1);
  return counts;
}
