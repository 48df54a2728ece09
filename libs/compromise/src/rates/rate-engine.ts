import type { Bit } from '../bits/detector.js';
import type { CompromiseBudget } from '../budget.js';
import type { Calibration } from '../calibration.js';
import { Episodes, type EpisodesMemory, type Over } from '../episodes.js';
import type { Evidence, Law, Place } from '../evidence.js';
import { Everybody, type EverybodyMemory } from '../principals/everybody.js';
import type { Groups, Merger } from '../principals/groups.js';
import { PrincipalTable, type TableMemory } from '../principals/principal-table.js';
import { askerOf, judgedLevels, principalAt, type JudgedLevel, type Question } from '../question.js';
import type { Signal } from '../signal.js';
import { dispersionAt, healthyRate, limitsOf, pooledNullOf, type Limits, type Watched } from '../watched.js';
import { groupBehind } from './group-behind.js';
import { PooledRate, type Excess, type Moment, type PooledMemory } from './pooled-rate.js';
import { principalExcess } from './principal-rate.js';

/** What the engine remembers. */
export interface RatesMemory {
  readonly pooled: readonly PooledMemory[];
  readonly everybody: EverybodyMemory;
  readonly tables: Readonly<Partial<Record<JudgedLevel, TableMemory>>>;
  readonly episodes: EpisodesMemory;
}

/** What a question says of its bits: its place in the order, and which bits spoke and were set, as masks. */
interface Reading {
  readonly number: number;
  readonly moment: Moment;
  readonly spoke: number;
  readonly set: number;
}

/** Judges how often each bit is set, of everybody, of each principal and of each group, and says when a signal begins and when it is over. */
export class RateEngine {
  readonly everybody: Everybody;
  readonly tables: ReadonlyMap<JudgedLevel, PrincipalTable>;
  readonly episodes: Episodes;
  private limits: readonly Limits[];
  private readonly rates: readonly PooledRate[];

  constructor(
    private readonly calibration: Calibration,
    private readonly watched: readonly Watched[],
    private readonly groups: Groups,
    private readonly evidence: Evidence,
    budget: CompromiseBudget,
    memory?: RatesMemory,
  ) {
    this.limits = this.limitsOf(budget);
    const regulars = new Set(calibration.regulars);
    this.rates = watched.map((kind, bit) => new PooledRate(pooledNullOf(kind, regulars), memory?.pooled[bit]));
    this.everybody = new Everybody(watched.length, memory?.everybody);
    this.tables = new Map(
      judgedLevels
        .filter((level) => this.limits.some(({ principals }) => principals.has(level)))
        .map((level) => [level, new PrincipalTable(memory?.tables[level])]),
    );
    this.episodes = new Episodes(watched, memory?.episodes);
  }

  memory(): RatesMemory {
    return {
      pooled: this.rates.map((rate) => rate.memory()),
      everybody: this.everybody.memory(),
      tables: Object.fromEntries([...this.tables].map(([level, table]) => [level, table.memory()])),
      episodes: this.episodes.memory(),
    };
  }

  /** Holds the next questions to another budget. */
  spend(budget: CompromiseBudget): void {
    this.limits = this.limitsOf(budget);
  }

  /** Takes the next question, of which the evidence knows already; signals that begin or end with it. */
  take(question: Question, bits: readonly Bit[], moment: Moment): readonly Signal[] {
    const [spoke, set] = masksOf(bits);
    const number = this.everybody.take(spoke, set, moment);
    return [
      ...this.pooled(question, bits, moment),
      ...this.ofPrincipals(question, bits, { number, moment, spoke, set }),
      ...this.over(this.episodes.take(question, bits)),
    ];
  }

  /** Two groups are one from now on; the signals that are over because of it. */
  merge(merger: Merger): readonly Signal[] {
    this.tables.get('group')?.merge(merger);
    return this.over(this.episodes.merge(merger));
  }

  /** What an episode held is not held against anybody again. */
  private over(ended: readonly Over[]): readonly Signal[] {
    return ended.map(({ signal, principal }) => {
      const { level } = signal;
      const k = this.watched.findIndex(({ declaration }) => declaration === signal.bit);
      if (level === 'pooled' || level === 'group') this.rates[k]!.forget();
      if (level !== 'pooled') this.tables.get(level)?.of(principal).clear(k);
      return signal;
    });
  }

  private limitsOf(budget: CompromiseBudget): readonly Limits[] {
    return this.watched.map(({ calibration }) => limitsOf(calibration, this.calibration, budget));
  }

  private pooled(question: Question, bits: readonly Bit[], moment: Moment): Signal[] {
    const asker = askerOf(question);
    return this.rates.flatMap((rate, bit) => {
      const value = bits[bit];
      if (value === undefined) return [];
      const { pooled } = this.limits[bit]!;
      const excess = rate.take(value !== false, moment, asker, (window) => pooled.get(window)!);
      if (excess === undefined) return [];
      const group = this.groupBehind(bit, excess);
      const place =
        group === ''
          ? ({ level: 'pooled', principal: '', bit } as const)
          : ({ level: 'group', principal: group, bit } as const);
      if (group === '' && !this.episodes.isNew('pooled', '', bit)) return [];
      rate.forget();
      if (!this.episodes.isNew(place.level, group, bit)) return [];
      const { alpha } = pooled.get(excess.window)!;
      return [
        this.begin(place, excess, { alpha, dispersion: this.watched[bit]!.calibration.pooled, among: 'everybody' }),
      ];
    });
  }

  /** What is changed behind the model is nobody's doing who asks. */
  private groupBehind(bit: number, excess: Excess): string {
    if (this.watched[bit]!.declaration.suspicion === 'tampering') return '';
    const counts = this.limits[bit]!.pooled.get(excess.window)!;
    return groupBehind(excess, this.rates[bit]!.askersIn(excess.window), this.groups, counts);
  }

  private ofPrincipals(question: Question, bits: readonly Bit[], { number, moment, spoke, set }: Reading): Signal[] {
    const signals: Signal[] = [];
    for (const [level, table] of this.tables) {
      const principal = principalAt(level, question);
      if (principal === '') continue;
      const history = table.of(principal);
      history.add(number, moment, spoke, set);
      if (set === 0) continue;
      for (const [bit, watched] of this.watched.entries()) {
        if (bits[bit] === undefined || bits[bit] === false) continue;
        const critical = this.limits[bit]!.principals.get(level);
        if (critical === undefined || !this.episodes.isNew(level, principal, bit)) continue;
        // A narrower level tells more: an organisation of one accused key is not accused beside it.
        if (this.isAccused(question, level, bit)) continue;
        const rate = healthyRate(watched.calibration, level, principal);
        const isOfPlace = watched.declaration.suspicion === 'extraction';
        const excess = principalExcess({ history, bit, rate, critical, isOfPlace }, this.everybody, table);
        if (excess === undefined) continue;
        history.clear(bit);
        const { alpha } = critical;
        signals.push(
          this.begin({ level, principal, bit }, excess, {
            alpha,
            dispersion: dispersionAt(watched.calibration, level),
            among: 'own',
          }),
        );
      }
    }
    return signals;
  }

  private isAccused(question: Question, level: JudgedLevel, bit: number): boolean {
    const narrower = judgedLevels.slice(0, judgedLevels.indexOf(level));
    return narrower.some((other) => !this.episodes.isNew(other, principalAt(other, question), bit));
  }

  private begin(place: Place, excess: Excess, law: Law): Signal {
    const signal = this.evidence.signalOf(this.watched[place.bit]!.declaration, place, excess, law);
    this.episodes.begin(signal, place.bit);
    return signal;
  }
}

/** Which bits spoke, and which of them were set. */
function masksOf(bits: readonly Bit[]): readonly [spoke: number, set: number] {
  let [spoke, set] = [0, 0];
  for (const [k, bit] of bits.entries()) {
    if (bit === undefined) continue;
    spoke |= 1 << k;
    if (bit !== false) set |= 1 << k;
  }
  return [spoke, set];
}
