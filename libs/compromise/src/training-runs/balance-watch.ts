import { chiSquareLogSf, chiSquareQuantile, gTwoSample, totalVariation } from '@anchorwatch/stats';
import type { LabelCounts } from '@anchorwatch/telemetry';
import { enoughWindows } from '../rates/measure-dispersion.js';
import { LabelTable, sideBySide } from './label-table.js';
import { lookAlpha } from './training-budget.js';
import type { StepMoment } from './training-signal.js';

/** Reports that are looked at together. */
const windows = [1, 4, 16, 64] as const;
/** Windows of one length whose own overdispersion is heard; with fewer, that of shorter ones counts. */
const heard = 4;
/** A label mix that moved by less, in total variation, is nobody's concern: one point. */
export const toleratedShare = 0.01;

/** A source whose labels are mixed otherwise than before: from the first window that is, to the last, once in a run. */
export interface BalanceEpisode {
  readonly first: StepMoment;
  /** The report at which it was seen. */
  readonly raised: StepMoment;
  last: StepMoment;
  readonly g: number;
  readonly critical: number;
  readonly p_value: number;
  readonly bins: readonly string[];
  readonly current: readonly number[];
  readonly reference: readonly number[];
}

/** The labels of one source in one run, before the window that is looked at, and how much windows ordinarily differ. */
class WindowOfSource {
  /** Labels of windows that were not accused. */
  readonly before = new LabelTable();
  /** Since the last whole window. */
  now = new LabelTable();
  first: StepMoment | undefined;
  /** G over degrees of freedom, summed up over healthy windows, and how many. */
  dispersion = 0;
  count = 0;
}

/**
 * Looks at the labels of each source of one run, in windows of 1, 4, 16 and 64 reports that lie end to end: a G-test against all before, with the overdispersion of
 * its own earlier windows, or of shorter ones where those differ more, and once more against what the other sources did in the same window. The larger p-value counts.
 */
export class BalanceWatch {
  private readonly books = windows.map(() => new Map<string, WindowOfSource>());
  private readonly reports = windows.map(() => 0);
  private readonly looks = windows.map(() => 0);
  private readonly episodes = new Map<string, BalanceEpisode>();

  constructor(private readonly alarmsPerRun: number) {}

  /**
   * What began with this report.
   * @param counts by source; '' where all are counted together
   */
  read(counts: Readonly<Record<string, LabelCounts>>, at: StepMoment): ReadonlyMap<string, BalanceEpisode> {
    const began = new Map<string, BalanceEpisode>();
    for (const [k, window] of windows.entries()) {
      const book = this.books[k]!;
      for (const [source, labels] of Object.entries(counts)) {
        let own = book.get(source);
        if (own === undefined) book.set(source, (own = new WindowOfSource()));
        own.first ??= at;
        own.now.add(labels);
      }
      if (++this.reports[k]! % window === 0) this.look(k, at, began);
    }
    return began;
  }

  /** Nothing more comes: what lasts ends. */
  close(): ReadonlyMap<string, BalanceEpisode> {
    const open = new Map(this.episodes);
    this.episodes.clear();
    return open;
  }

  /** Windows of one report behind the threshold of a source. */
  windowsOf(source: string): number {
    return this.books[0]!.get(source)?.count ?? 0;
  }

  private look(k: number, at: StepMoment, began: Map<string, BalanceEpisode>): void {
    const book = this.books[k]!;
    const alpha = lookAlpha(this.alarmsPerRun, 'within', this.looks[k]!++, windows.length * book.size);
    const done = [...book].map(([source, own]) => ({
      source,
      own,
      found: this.judge(source, own, book, { alpha, at, window: windows[k]! }),
    }));
    for (const { source, own, found } of done) {
      const open = this.episodes.get(source);
      if (found === undefined) own.before.add(own.now);
      else if (open !== undefined) open.last = at;
      else {
        this.episodes.set(source, found);
        began.set(source, found);
      }
      own.now = new LabelTable();
      own.first = undefined;
    }
  }

  private judge(
    source: string,
    own: WindowOfSource,
    book: ReadonlyMap<string, WindowOfSource>,
    { alpha, at, window }: { readonly alpha: number; readonly at: StepMoment; readonly window: number },
  ): BalanceEpisode | undefined {
    if (own.now.total === 0 || own.before.total === 0) return undefined;
    const sides = sideBySide(own.now, own.before);
    if (sides.bins.length < 2) return undefined;
    const { statistic, degreesOfFreedom: df } = gTwoSample(sides.reference, sides.current);
    const factor = this.factorOf(source, window);
    const logP = Math.max(
      chiSquareLogSf(statistic / factor, df),
      this.besideOthers(source, own, book, factor) ?? -Infinity,
    );
    const enough = this.windowsOf(source) >= enoughWindows;
    const tolerable = totalVariation(sides.reference, sides.current) <= toleratedShare;
    if (!enough || tolerable || logP > Math.log(alpha)) {
      own.dispersion += statistic / df;
      own.count++;
      return undefined;
    }
    const { bins, current, reference } = sides;
    const g = statistic / factor;
    return {
      first: own.first!,
      raised: at,
      last: at,
      g,
      critical: chiSquareQuantile(alpha, df),
      p_value: Math.exp(logP),
      bins,
      current,
      reference,
    };
  }

  /** ≥ 1: how much more windows of a source differ than chance lets them, with two standard errors of what that was measured by on top. */
  private factorOf(source: string, longest: number): number {
    let factor = 1;
    for (const [k, book] of this.books.entries()) {
      const own = book.get(source);
      if (windows[k]! > longest || own === undefined || own.count < heard) continue;
      factor = Math.max(factor, (own.dispersion / own.count) * (1 + 2 * Math.sqrt(2 / own.count)));
    }
    return factor;
  }

  /** ln p against its own labels moved as those of the others moved; undefined where there are no others. */
  private besideOthers(
    source: string,
    own: WindowOfSource,
    book: ReadonlyMap<string, WindowOfSource>,
    factor: number,
  ): number | undefined {
    const [now, before] = [new LabelTable(), new LabelTable()];
    for (const [name, other] of book) {
      if (name === source) continue;
      now.add(other.now);
      before.add(other.before);
    }
    if (now.total === 0 || before.total === 0) return undefined;
    const sides = sideBySide(own.now, movedAs(own.before, now, before));
    const { statistic, degreesOfFreedom } = gTwoSample(sides.reference, sides.current);
    return degreesOfFreedom === 0 ? 0 : chiSquareLogSf(statistic / factor, degreesOfFreedom);
  }
}

/** The labels of a source as they would be mixed had they moved as those of the others did; as many as the lesser of both knows. */
function movedAs(own: LabelTable, now: LabelTable, before: LabelTable): LabelTable {
  const weights = [...new Set([...own.counts.keys(), ...now.counts.keys()])].map((label) => {
    const moved = (now.of(label) + 0.5) / now.total / ((before.of(label) + 0.5) / before.total);
    return [label, ((own.of(label) + 0.5) / own.total) * moved] as const;
  });
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  const size = Math.min(own.total, now.total);
  const table = new LabelTable();
  table.add(Object.fromEntries(weights.map(([label, weight]) => [label, (size * weight) / sum])));
  return table;
}
