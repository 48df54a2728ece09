import { isBlind, type Blind } from '../bits/detector.js';
import { Everybody, type EverybodyMemory } from '../principals/everybody.js';
import { PrincipalTable, type TableMemory } from '../principals/principal-table.js';
import { CriticalCounts, logTail } from '../rates/critical-count.js';
import { principalWindows } from '../rates/measure-dispersion.js';
import { principalExcess } from '../rates/principal-rate.js';
import { evidenceOf } from './evidence.js';
import type { FeedbackBudget, FeedbackSignal } from './feedback-signal.js';
import type { FlagCalibration } from './flag-rates.js';
import { flags } from './flags/flags.js';
import type { FlaggedQuestion, FlagReader } from './flags/flag.js';
import { enoughWindows } from './nature.js';
import type { OpenSignals } from './open-signals.js';
import { flagAlpha } from './shares-of-budget.js';
import type { SharedLabel } from './share-watch.js';

/** Set labels of each flag that are remembered as evidence. */
const remembered = 1_000;

interface Watched {
  readonly name: string;
  readonly reader: FlagReader;
  readonly calibration: FlagCalibration;
  critical: CriticalCounts;
  set: SharedLabel[];
}

export interface FlagsMemory {
  readonly readers: Readonly<Record<string, unknown>>;
  readonly set: Readonly<Record<string, readonly SharedLabel[]>>;
  readonly everybody: EverybodyMemory;
  readonly sources: TableMemory;
}

/** Watches how often each flag is set in the labels of each source, beside its own past and what everybody else shows at the same time. */
export class FlagWatch {
  private readonly watched: readonly Watched[];
  private readonly everybody: Everybody;
  private readonly table: PrincipalTable;

  constructor(
    calibrations: Readonly<Record<string, FlagCalibration | Blind>>,
    private readonly open: OpenSignals,
    budget: FeedbackBudget,
    memory?: FlagsMemory,
  ) {
    const seeing = Object.entries(calibrations).filter(
      (entry): entry is [string, FlagCalibration] => !isBlind(entry[1]) && entry[1].windows >= enoughWindows,
    );
    this.watched = seeing.map(([name, calibration]) => ({
      name,
      reader: flags[name]!.open(calibration.fitted, memory?.readers[name]),
      calibration,
      critical: criticalUnder(budget, calibration, seeing.length),
      set: [...(memory?.set[name] ?? [])],
    }));
    this.everybody = new Everybody(this.watched.length, memory?.everybody);
    this.table = new PrincipalTable(memory?.sources);
  }

  /** Takes the next label; signals that begin or end with it. */
  take(question: FlaggedQuestion, label: SharedLabel): readonly FeedbackSignal[] {
    if (this.watched.length === 0) return [];
    const bits = this.watched.map(({ reader }) => reader.read(question));
    const mask = (is: (bit: boolean | undefined) => boolean) =>
      bits.reduce((sum, bit, k) => (is(bit) ? sum | (1 << k) : sum), 0);
    const [spoke, set] = [mask((bit) => bit !== undefined), mask((bit) => bit === true)];
    const moment = { offset: label.offset, time: label.time };
    const number = this.everybody.take(spoke, set, moment);
    if (label.source === '') return [];
    const history = this.table.of(label.source);
    history.add(number, moment, spoke, set);
    return this.watched.flatMap((watched, k) => {
      const bit = bits[k];
      if (bit === undefined) return [];
      if (bit) {
        watched.set.push(label);
        if (watched.set.length >= 2 * remembered) watched.set = watched.set.slice(-remembered);
      }
      const own = this.ownRate(watched, label.source);
      if (this.open.has(watched.name, label.source)) {
        const ended = this.open.take(watched.name, label.source, bit, label, (count, n) => count <= n * own);
        // What an episode held is not held against anybody again.
        if (ended) history.clear(k);
        return ended ?? [];
      }
      if (!bit) return [];
      const suspect = { history, bit: k, rate: own, critical: watched.critical, isOfPlace: false };
      const excess = principalExcess(suspect, this.everybody, this.table);
      if (excess === undefined) return [];
      history.clear(k);
      const { window, first, last, rate, critical } = excess;
      const against = watched.set.filter(({ source, offset }) => source === label.source && offset >= first.offset);
      return [
        this.open.begin({
          sign: flags[watched.name]!.declaration,
          source: label.source,
          window,
          first,
          last,
          set: excess.set,
          expected: window * rate,
          statistic: 'rate',
          value: excess.set / window,
          critical: critical / window,
          p_value: Math.exp(logTail(excess.set, window, rate, factorAt(watched.calibration, window))),
          alpha: watched.critical.alpha,
          pair: undefined,
          smallest: undefined,
          ...evidenceOf(against),
          ended: undefined,
        }),
      ];
    });
  }

  /** Sources that were let go. */
  get dropped(): number {
    return this.table.dropped;
  }

  /** Holds the next labels to another budget. */
  spend(budget: FeedbackBudget): void {
    for (const watched of this.watched)
      watched.critical = criticalUnder(budget, watched.calibration, this.watched.length);
  }

  memory(): FlagsMemory {
    const byName = <T>(of: (watched: Watched) => T) =>
      Object.fromEntries(this.watched.map((watched) => [watched.name, of(watched)]));
    return {
      readers: byName(({ reader }) => reader.memory()),
      set: byName(({ set }) => [...set]),
      everybody: this.everybody.memory(),
      sources: this.table.memory(),
    };
  }

  private ownRate({ calibration: { rate, sources } }: Watched, source: string): number {
    return Math.max(rate.principal, Object.hasOwn(sources.own, source) ? sources.own[source]! : 0);
  }
}

/** @param seeing how many flags share the budget */
function criticalUnder(budget: FeedbackBudget, calibration: FlagCalibration, seeing: number): CriticalCounts {
  const alpha = flagAlpha(budget, calibration.rate.pooled, seeing * principalWindows.length);
  return new CriticalCounts(alpha, (window) => factorAt(calibration, window));
}

function factorAt({ sources }: FlagCalibration, window: number): number {
  return sources.dispersion.find((measured) => measured.window === window)!.factor;
}
