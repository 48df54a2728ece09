import { benjaminiHochberg } from '@anchorwatch/stats';
import type { TickRule } from '../baselines/baseline.js';
import type { Finding } from './finding.js';

/** The digest of a day may list this share of false ones, on average, among all that it lists. */
const falseShare = 0.1;

const dayMs = 86_400_000;

/** What one series had to say of one window length when it was last looked at on a day: only what may be listed is kept. */
interface Noted {
  readonly p_value: number;
  readonly finding: Finding;
}

/** What a day's digest must remember over a restart: by series, by window length in ticks. */
export interface DigestMemory {
  readonly day: number;
  readonly noted: Readonly<Record<string, Readonly<Record<string, Noted>>>>;
}

/**
 * Deviations too weak or too slow for an alarm or a watch, listed once a day: of each series (one subject in one segment)
 * that has no open episode, the last look of the day at each window length, and of all series those that the
 * Benjamini–Hochberg procedure singles out. At most a tenth of what is listed is expected to be chance.
 *
 * A day is 24 hours of event time (UTC). Where ticks are counted in events there are no days, and nothing is listed: a file
 * that is looked at whole would otherwise hold as many lists as it has stretches, each with its share of chance.
 */
export class DigestDay {
  private day: number | undefined;
  private readonly noted = new Map<string, Map<number, Noted>>();

  constructor(private readonly tick: TickRule) {}

  /** Whether the next tick begins another day than the last one did. */
  endsBefore(tick: number): boolean {
    return this.day !== undefined && this.dayOf(tick) !== this.day;
  }

  /** Begins the day of a tick, if it has not begun. */
  begin(tick: number): void {
    this.day = this.dayOf(tick);
  }

  /**
   * Notes the latest look at a window length of a series.
   * @param tests  how many tests the series' looks of a day are: the p-value is of that many
   * @param finding made only when the window may be listed
   */
  note(series: string, scale: number, p_value: number, tests: number, finding: () => Finding): void {
    if (this.tick.kind === 'count') return;
    const scales = this.noted.get(series) ?? new Map<number, Noted>();
    scales.delete(scale);
    const adjusted = p_value * tests;
    if (adjusted <= falseShare) scales.set(scale, { p_value: adjusted, finding: finding() });
    if (scales.size > 0) this.noted.set(series, scales);
    else this.noted.delete(series);
  }

  /** The p-value above which nothing is noted of a series whose looks of a day are so many tests; 0 where there are no days. */
  noteworthy(tests: number): number {
    return this.tick.kind === 'count' ? 0 : falseShare / tests;
  }

  /** Whether a window length of a series is noted. */
  has(series: string, scale: number): boolean {
    return this.noted.size > 0 && this.noted.get(series)?.has(scale) === true;
  }

  /** Leaves a series out of this day's list: it has an episode. */
  drop(series: string): void {
    this.noted.delete(series);
  }

  /**
   * Ends the day.
   * @param count of all series, listed or not
   * @returns what is listed, by series, in the order in which the series came to be noted
   */
  close(count: number): ReadonlyMap<string, Finding> {
    const best = [...this.noted].map(([series, scales]) => ({ series, ...mostSurprising([...scales.values()]) }));
    this.noted.clear();
    const others = new Array<number>(Math.max(0, count - best.length)).fill(1);
    const listed = benjaminiHochberg([...best.map(({ p_value }) => p_value), ...others], falseShare);
    return new Map(best.filter((_, place) => listed[place]).map(({ series, finding }) => [series, finding]));
  }

  remember(): DigestMemory | undefined {
    if (this.day === undefined) return undefined;
    const noted = Object.fromEntries([...this.noted].map(([series, scales]) => [series, Object.fromEntries(scales)]));
    return { day: this.day, noted };
  }

  resume(memory: DigestMemory | undefined): void {
    if (memory === undefined) return;
    this.day = memory.day;
    for (const [series, scales] of Object.entries(memory.noted))
      this.noted.set(series, new Map(Object.entries(scales).map(([scale, noted]) => [Number(scale), noted])));
  }

  private dayOf(tick: number): number {
    return this.tick.kind === 'time' ? Math.floor((tick * this.tick.ms) / dayMs) : 0;
  }
}

/** Of equal ones the shortest window. */
function mostSurprising(noted: readonly Noted[]): Noted {
  return [...noted].sort((a, b) => a.p_value - b.p_value || a.finding.scale - b.finding.scale)[0]!;
}
