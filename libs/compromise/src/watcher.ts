import { detectors } from './bits/detectors.js';
import { isBlind, type Bit, type Reader } from './bits/detector.js';
import { isJudged, pooledAlpha, principalAlpha, type CompromiseBudget } from './budget.js';
import type { PlacedEvent } from './calibrate.js';
import type { BitCalibration, Calibration } from './calibration.js';
import type { Declaration } from './declaration.js';
import { Episodes } from './episodes.js';
import type { Exposure } from './exposure/exposure.js';
import { ExposureBook } from './exposure/exposure-book.js';
import { Everybody } from './principals/everybody.js';
import { PrincipalTable } from './principals/principal-table.js';
import { askerOf, levels, principalAt, type Level, type Question } from './question.js';
import { CriticalCounts, logTail } from './rates/critical-count.js';
import type { Dispersion } from './rates/measure-dispersion.js';
import { PooledRate, type Excess, type Moment } from './rates/pooled-rate.js';
import { principalExcess } from './rates/principal-rate.js';
import { RecentExamples } from './recent-examples.js';
import type { Signal } from './signal.js';
import { pointOf } from './space.js';

/** A detector that sees, and which of its bits have been calibrated. */
interface Seeing {
  readonly reader: Reader;
  readonly remembers: boolean;
  readonly bits: readonly { readonly place: number; readonly declaration: Declaration }[];
}

/** One kind of bit with all that judges it. */
interface Watched {
  readonly declaration: Declaration;
  readonly calibration: BitCalibration;
  readonly pooled: PooledRate;
  /** Critical counts of principals by level; absent where the calibration does not suffice. */
  readonly levels: readonly { readonly level: Level; readonly critical: CriticalCounts }[];
}

/**
 * Watches the questions of one model version in their order: every detector reads each of them, and one rate engine judges the bits, of everybody and of
 * each principal. The same questions in the same order give the same signals.
 */
export class Watcher {
  private readonly readers: readonly Seeing[];
  private readonly watched: readonly Watched[];
  private readonly everybody: Everybody;
  private readonly tables: ReadonlyMap<Level, PrincipalTable>;
  private readonly episodes: Episodes;
  private readonly examples: RecentExamples;
  private readonly exposure = new ExposureBook();

  constructor(
    private readonly calibration: Calibration,
    private readonly budget: CompromiseBudget,
  ) {
    const seeing = Object.entries(detectors).filter(([name]) => !isBlind(calibration.detectors[name]));
    const isCalibrated = ({ name }: Declaration) => calibration.bits.some(({ bit }) => bit === name);
    this.readers = seeing.map(([name, { open, remembers, bits }]) => ({
      reader: open(calibration.detectors[name]),
      remembers,
      bits: bits
        .map((declaration, place) => ({ place, declaration }))
        .filter(({ declaration }) => isCalibrated(declaration)),
    }));
    this.watched = this.readers
      .flatMap(({ bits }) => bits)
      .map(({ declaration }) => watchedOf(declaration, calibration, budget));
    this.everybody = new Everybody(this.watched.length);
    this.tables = new Map(
      levels
        .filter((level) => this.watched.some((bit) => bit.levels.some((judged) => judged.level === level)))
        .map((level) => [level, new PrincipalTable()]),
    );
    this.episodes = new Episodes(this.watched.map(({ calibration: { rate } }) => rate));
    this.examples = new RecentExamples(this.watched.length);
  }

  /** Reads questions that lie before what is watched, such as those of the calibration, for the memory of the detectors; nothing is judged. */
  recall(questions: readonly PlacedEvent[]): void {
    for (const placed of questions) {
      const question = this.questionOf(placed);
      for (const { reader, remembers } of this.readers) if (remembers) reader.read(question);
      this.exposure.take(question);
    }
  }

  /** Takes the next question; signals that begin or end with it. */
  take(placed: PlacedEvent): readonly Signal[] {
    const { offset, event } = placed;
    const question = this.questionOf(placed);
    const bits = this.readers.flatMap(({ reader, bits: calibrated }) => {
      const reading = reader.read(question);
      return calibrated.map(({ place }) => reading[place]);
    });
    this.exposure.take(question);
    const moment = { offset, time: event.event_time };
    const [spoke, set] = masksOf(bits);
    const number = this.everybody.take(spoke, set);
    this.examples.take(question, bits);
    const begun = [
      ...this.pooled(question, bits, moment),
      ...this.ofPrincipals(question, bits, { number, moment, spoke, set }),
    ];
    return [...begun, ...this.over(question, bits)];
  }

  /** Who could reproduce how much of the model from its own questions and answers, at most twenty of each level, the most first. */
  exposures(): readonly Exposure[] {
    return this.exposure.exposures();
  }

  /** What an episode held is not held against anybody again. */
  private over(question: Question, bits: readonly Bit[]): readonly Signal[] {
    const ended = this.episodes.take(question, bits);
    for (const { level, principal, bit } of ended) {
      const k = this.watched.findIndex(({ declaration }) => declaration === bit);
      if (level === 'pooled') this.watched[k]!.pooled.forget();
      else this.tables.get(level)!.of(principal).clear(k);
    }
    return ended;
  }

  private questionOf({ offset, event }: PlacedEvent): Question {
    const { space } = this.calibration;
    return { event, offset, point: space === null ? undefined : pointOf(space, event) };
  }

  private pooled(question: Question, bits: readonly Bit[], moment: Moment): Signal[] {
    const asker = askerOf(question);
    return this.watched.flatMap((watched, bit) => {
      const value = bits[bit];
      if (value === undefined) return [];
      const excess = watched.pooled.take(value !== false, moment, asker);
      if (excess === undefined || !this.episodes.isNew('pooled', '', bit)) return [];
      watched.pooled.forget();
      const alpha = pooledAlpha(this.calibration, this.budget, excess.window);
      return [this.begin({ level: 'pooled', principal: '', bit }, excess, alpha)];
    });
  }

  private ofPrincipals(
    question: Question,
    bits: readonly Bit[],
    { number, moment, spoke, set }: { number: number; moment: Moment; spoke: number; set: number },
  ): Signal[] {
    const signals: Signal[] = [];
    for (const [level, table] of this.tables) {
      const principal = principalAt(level, question);
      if (principal === '') continue;
      const history = table.of(principal);
      history.add(number, moment, spoke, set);
      if (set === 0) continue;
      for (const [bit, watched] of this.watched.entries()) {
        if (bits[bit] === undefined || bits[bit] === false) continue;
        const judged = watched.levels.find((other) => other.level === level);
        if (judged === undefined || !this.episodes.isNew(level, principal, bit)) continue;
        // A narrower level tells more: an organisation of one accused key is not accused beside it.
        if (this.isAccused(question, level, bit)) continue;
        const { rate, principals } = watched.calibration;
        const own = Math.max(rate.principal, principals[level]!.own[principal] ?? 0);
        const excess = principalExcess({ history, bit, rate: own, critical: judged.critical }, this.everybody, table);
        if (excess === undefined) continue;
        history.clear(bit);
        signals.push(this.begin({ level, principal, bit }, excess, judged.critical.alpha));
      }
    }
    return signals;
  }

  private isAccused(question: Question, level: Level, bit: number): boolean {
    const narrower = levels.slice(0, levels.indexOf(level));
    return narrower.some((other) => !this.episodes.isNew(other, principalAt(other, question), bit));
  }

  private begin(
    place: { readonly level: Level | 'pooled'; readonly principal: string; readonly bit: number },
    excess: Excess,
    alpha: number,
  ): Signal {
    const { level, principal, bit } = place;
    const { declaration, calibration } = this.watched[bit]!;
    const dispersion = level === 'pooled' ? calibration.pooled : calibration.principals[level]!.dispersion;
    const overdispersion = factorAt(dispersion, excess.window);
    const signal: Signal = {
      bit: declaration,
      level,
      principal,
      excess,
      overdispersion,
      alpha,
      p_value: Math.exp(logTail(excess.set, excess.window, excess.rate, overdispersion)),
      concentration: this.examples.concentration(bit, excess.first.offset),
      examples: this.examples.of(bit, level, principal, excess.first.offset),
      ...this.examples.links(bit, level, principal, excess.first.offset),
      ended: undefined,
    };
    this.episodes.begin(signal, bit);
    return signal;
  }
}

function watchedOf(declaration: Declaration, calibration: Calibration, budget: CompromiseBudget): Watched {
  const bit = calibration.bits.find(({ bit: name }) => name === declaration.name)!;
  const byWindow = new Map(
    bit.pooled.map(({ window, factor }) => [
      window,
      new CriticalCounts(pooledAlpha(calibration, budget, window), () => factor),
    ]),
  );
  const alpha = principalAlpha(calibration, budget, bit);
  return {
    declaration,
    calibration: bit,
    pooled: new PooledRate(bit.rate.pooled, (window) => byWindow.get(window)!, declaration.never),
    levels: levels
      .filter((level) => isJudged(bit, level))
      .map((level) => ({
        level,
        critical: new CriticalCounts(alpha, (window) => factorAt(bit.principals[level]!.dispersion, window)),
      })),
  };
}

function factorAt(dispersion: readonly Dispersion[], window: number): number {
  return dispersion.find((measured) => measured.window === window)!.factor;
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
