import { digestOf } from '@anchorwatch/detection';
import { isBlind, type Bit, type Reader } from './bits/detector.js';
import { detectors } from './bits/detectors.js';
import { referenceOf, type FittedNovelty } from './bits/novelty.js';
import { exposureAlpha, type CompromiseBudget } from './budget.js';
import type { PlacedEvent } from './calibrate.js';
import type { Calibration } from './calibration.js';
import type { Declaration } from './declaration.js';
import { Episodes, type Over } from './episodes.js';
import { Evidence, type Law, type Place } from './evidence.js';
import type { Exposure } from './exposure/exposure.js';
import { ExposureBook, type Reached } from './exposure/exposure-book.js';
import { ExposureWatch } from './exposure/exposure-watch.js';
import { packMemory, unpackMemory } from './memory/packed.js';
import { demandSame, type WatcherMemory } from './memory/watcher-memory.js';
import { Everybody } from './principals/everybody.js';
import { Groups } from './principals/groups.js';
import { PrincipalTable } from './principals/principal-table.js';
import { askerOf, judgedLevels, principalAt, type JudgedLevel, type Question } from './question.js';
import { groupBehind } from './rates/group-behind.js';
import { PooledRate, type Excess, type Moment } from './rates/pooled-rate.js';
import { principalExcess } from './rates/principal-rate.js';
import { RecentExamples } from './recent-examples.js';
import type { Signal } from './signal.js';
import { pointOf } from './space.js';
import { Supporter } from './supporting/supporting.js';
import { Neighbourhoods } from './summary/coverage.js';
import { LatestLinks } from './summary/latest-links.js';
import { summaryOf, type Summary } from './summary/summary.js';
import { dispersionAt, healthyRate, limitsOf, watchedOf, type Limits, type Watched } from './watched.js';

/** A detector that sees. */
interface Seeing {
  readonly name: string;
  readonly reader: Reader;
  readonly remembers: boolean;
  /** Places of those of its bits that have been calibrated. */
  readonly places: readonly number[];
}

/**
 * Watches the questions of one model version in their order: every detector reads each of them, and one rate engine judges the bits, of everybody and of
 * each principal. The same questions in the same order give the same signals.
 */
export class Watcher {
  private readonly readers: readonly Seeing[];
  private readonly watched: readonly Watched[];
  private limits: readonly Limits[];
  private readonly rates: readonly PooledRate[];
  private readonly everybody: Everybody;
  private readonly tables: ReadonlyMap<JudgedLevel, PrincipalTable>;
  private readonly groups: Groups;
  private readonly episodes: Episodes;
  private readonly examples: RecentExamples;
  private readonly exposure: ExposureBook;
  private readonly exposed: ExposureWatch;
  private readonly links: LatestLinks;
  private readonly neighbourhoods: Neighbourhoods | undefined;
  private readonly evidence: Evidence;
  private exposureAlpha: number;
  private digest: string | undefined;

  constructor(
    private readonly calibration: Calibration,
    budget: CompromiseBudget,
    memory?: WatcherMemory,
  ) {
    this.watched = watchedOf(calibration);
    const isWatched = (bit: Declaration) => this.watched.some(({ declaration }) => declaration === bit);
    this.readers = Object.entries(detectors).flatMap(([name, { open, remembers, bits }]) => {
      const fitted = calibration.detectors[name];
      if (fitted === undefined || isBlind(fitted)) return [];
      const places = [...bits.keys()].filter((place) => isWatched(bits[place]!));
      return [{ name, reader: open(fitted, memory?.readers[name]), remembers, places }];
    });
    this.limits = this.limitsOf(budget);
    this.rates = this.watched.map(
      ({ declaration: { never }, calibration: { rate } }, bit) =>
        new PooledRate(rate.pooled, never, memory?.pooled[bit]),
    );
    this.everybody = new Everybody(this.watched.length, memory?.everybody);
    this.tables = new Map(
      judgedLevels
        .filter((level) => this.limits.some(({ principals }) => principals.has(level)))
        .map((level) => [level, new PrincipalTable(memory?.tables[level])]),
    );
    this.groups = new Groups(memory?.groups);
    this.episodes = new Episodes(this.watched, memory?.episodes);
    this.examples = new RecentExamples(this.watched.length, memory?.examples);
    this.exposure = new ExposureBook(memory?.exposure);
    this.exposed = new ExposureWatch(calibration.exposure, memory?.exposed);
    this.exposureAlpha = exposureAlpha(calibration, budget);
    this.links = new LatestLinks(memory?.links);
    const fitted = calibration.detectors['novelty'];
    this.neighbourhoods =
      fitted === undefined || isBlind(fitted) ? undefined : new Neighbourhoods(fitted as FittedNovelty);
    this.evidence = new Evidence({
      examples: this.examples,
      groups: this.groups,
      exposure: this.exposure,
      neighbourhoods: this.neighbourhoods,
      supporter:
        this.neighbourhoods && new Supporter(referenceOf(fitted as FittedNovelty), calibration.supporting ?? null),
    });
  }

  /**
   * A watcher that goes on from a memory: it says of the next questions what the one that remembered would have said.
   * @throws MemoryRefused where the memory is damaged, of another format or of another calibration: then a new watcher can recall what went before
   */
  static restore(calibration: Calibration, budget: CompromiseBudget, packed: Uint8Array): Watcher {
    const memory = unpackMemory(packed) as WatcherMemory;
    demandSame(memory, calibration);
    return new Watcher(calibration, budget, memory);
  }

  /** Everything that it remembers of the questions so far, as bytes; the budget is not among it. */
  memory(): Uint8Array {
    const memory: WatcherMemory = {
      calibration: (this.digest ??= digestOf(this.calibration)),
      bits: this.watched.map(({ declaration: { name } }) => name),
      readers: Object.fromEntries(this.readers.map(({ name, reader }) => [name, reader.memory()])),
      pooled: this.rates.map((rate) => rate.memory()),
      everybody: this.everybody.memory(),
      tables: Object.fromEntries([...this.tables].map(([level, table]) => [level, table.memory()])),
      groups: this.groups.memory(),
      episodes: this.episodes.memory(),
      examples: this.examples.memory(),
      exposure: this.exposure.memory(),
      exposed: this.exposed.memory(),
      links: this.links.memory(),
    };
    return packMemory(memory);
  }

  /** Holds the next questions to another budget; nothing is forgotten. */
  spend(budget: CompromiseBudget): void {
    this.limits = this.limitsOf(budget);
    this.exposureAlpha = exposureAlpha(this.calibration, budget);
  }

  /** How many principals of each level were let go, the lightest first, because more asked than are remembered. */
  dropped(): Readonly<Partial<Record<JudgedLevel, number>>> {
    return Object.fromEntries([...this.tables].map(([level, { dropped }]) => [level, dropped]));
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
    const asked = this.questionOf(placed);
    const bits = this.readers.flatMap(({ reader, places }) => {
      const reading = reader.read(asked);
      return places.map((place) => reading[place]);
    });
    const moment = { offset, time: event.event_time };
    const merged = this.joined(asked, bits, moment);
    const question = { ...asked, group: this.groups.of(askerOf(asked)) };
    const outOfLine = this.outOfLine(this.exposure.take(question), moment);
    const [spoke, set] = masksOf(bits);
    const number = this.everybody.take(spoke, set, moment);
    this.examples.take(question, bits);
    this.links.take(question, bits, this.watched);
    const begun = [
      ...this.pooled(question, bits, moment),
      ...this.ofPrincipals(question, bits, { number, moment, spoke, set }),
    ];
    return [...merged, ...outOfLine, ...begun, ...this.over(this.episodes.take(question, bits))];
  }

  /** Who could reproduce how much of the model from its own questions and answers, at most twenty of each level, the most first. */
  exposures(): readonly Exposure[] {
    return this.exposure.exposures();
  }

  /** The same in no order, so that others can have their turn between two of them. */
  eachExposure(): Iterable<Exposure> {
    return this.exposure.each();
  }

  /**
   * What people shall see of it at this moment.
   * @param exposures those of this moment, unless some of a while ago are given: they cost more than everything else
   */
  summary(exposures = this.exposures()): Summary {
    const { watched, everybody, tables, episodes, exposure, links, neighbourhoods } = this;
    const summary = summaryOf({ watched, everybody, tables, episodes, exposure, links, neighbourhoods });
    return { ...summary, exposures };
  }

  /** Who takes whose next steps; signals that are over because two groups are one. */
  private joined(question: Question, bits: readonly Bit[], moment: Moment): readonly Signal[] {
    const walk = bits.find((bit) => typeof bit === 'object' && 'beside' in bit && bit.hands !== undefined);
    const mergers = this.groups.take(
      askerOf(question),
      typeof walk === 'object' && 'beside' in walk ? walk.hands : undefined,
    );
    return mergers.flatMap((merger) => {
      this.tables.get('group')?.merge(merger);
      this.exposure.merge(merger);
      const exposed = this.exposed.merge(merger, moment);
      return [...(exposed ? [exposed] : []), ...this.over(this.episodes.merge(merger))];
    });
  }

  /** Who is more exposed than comparable customers, of those who have just asked as many different questions as they are compared at. */
  private outOfLine(reached: readonly Reached[], moment: Moment): readonly Signal[] {
    return reached.flatMap((place) => {
      const exposure = this.exposed.judges(place.level) ? this.exposure.exposure(place) : undefined;
      const signal = exposure && this.exposed.take(exposure, moment, this.exposureAlpha);
      if (signal === undefined) return [];
      return [{ ...signal, ...this.evidence.membersOf(place) }];
    });
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

  private questionOf({ offset, event }: PlacedEvent): Question {
    const { space } = this.calibration;
    return { event, offset, point: space === null ? undefined : pointOf(space, event) };
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
        const critical = this.limits[bit]!.principals.get(level);
        if (critical === undefined || !this.episodes.isNew(level, principal, bit)) continue;
        // A narrower level tells more: an organisation of one accused key is not accused beside it.
        if (this.isAccused(question, level, bit)) continue;
        const rate = healthyRate(watched.calibration, level, principal);
        const excess = principalExcess({ history, bit, rate, critical }, this.everybody, table);
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
