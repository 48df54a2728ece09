import { digestOf } from '@anchorwatch/detection';
import { isBlind, type Bit, type Reader } from './bits/detector.js';
import { detectors } from './bits/detectors.js';
import { referenceOf, type FittedNovelty } from './bits/novelty.js';
import { exposureAlpha, type CompromiseBudget } from './budget.js';
import type { PlacedEvent } from './calibrate.js';
import type { Calibration } from './calibration.js';
import type { Declaration } from './declaration.js';
import { Evidence } from './evidence.js';
import type { Exposure } from './exposure/exposure.js';
import { ExposureBook, type Reached } from './exposure/exposure-book.js';
import { ExposureWatch } from './exposure/exposure-watch.js';
import { packMemory, packMemoryAside, unpackMemory } from './memory/packed.js';
import { demandSame, type WatcherMemory } from './memory/watcher-memory.js';
import { Groups } from './principals/groups.js';
import { askerOf, type JudgedLevel, type Question } from './question.js';
import type { Moment } from './rates/pooled-rate.js';
import { RateEngine } from './rates/rate-engine.js';
import { RecentExamples } from './recent-examples.js';
import type { Signal } from './signal.js';
import { pointOf } from './space.js';
import { Supporter } from './supporting/supporting.js';
import { Neighbourhoods } from './summary/coverage.js';
import { LatestLinks } from './summary/latest-links.js';
import { summaryOf, type Summary } from './summary/summary.js';
import { watchedOf, type Watched } from './watched.js';

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
  private readonly rates: RateEngine;
  private readonly groups: Groups;
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
    this.groups = new Groups(memory?.groups);
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
    this.rates = new RateEngine(calibration, this.watched, this.groups, this.evidence, budget, memory);
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
    return packMemory(this.remembered());
  }

  /** The same, of this moment, packed while others have their turn. */
  memoryAside(): Promise<Uint8Array> {
    return packMemoryAside(this.remembered());
  }

  /** Holds the next questions to another budget; nothing is forgotten. */
  spend(budget: CompromiseBudget): void {
    this.rates.spend(budget);
    this.exposureAlpha = exposureAlpha(this.calibration, budget);
  }

  /** How many principals of each level were let go, the lightest first, because more asked than are remembered. */
  dropped(): Readonly<Partial<Record<JudgedLevel, number>>> {
    return Object.fromEntries([...this.rates.tables].map(([level, { dropped }]) => [level, dropped]));
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
    this.examples.take(question, bits);
    this.links.take(question, bits, this.watched);
    return [...merged, ...outOfLine, ...this.rates.take(question, bits, moment)];
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
    const { watched, exposure, links, neighbourhoods } = this;
    const { everybody, tables, episodes } = this.rates;
    const summary = summaryOf({ watched, everybody, tables, episodes, exposure, links, neighbourhoods });
    return { ...summary, exposures };
  }

  private remembered(): WatcherMemory {
    return {
      calibration: (this.digest ??= digestOf(this.calibration)),
      bits: this.watched.map(({ declaration: { name } }) => name),
      readers: Object.fromEntries(this.readers.map(({ name, reader }) => [name, reader.memory()])),
      ...this.rates.memory(),
      groups: this.groups.memory(),
      examples: this.examples.memory(),
      exposure: this.exposure.memory(),
      exposed: this.exposed.memory(),
      links: this.links.memory(),
    };
  }

  /** Who takes whose next steps; signals that are over because two groups are one. */
  private joined(question: Question, bits: readonly Bit[], moment: Moment): readonly Signal[] {
    const walk = bits.find((bit) => typeof bit === 'object' && 'beside' in bit && bit.hands !== undefined);
    const mergers = this.groups.take(
      askerOf(question),
      typeof walk === 'object' && 'beside' in walk ? walk.hands : undefined,
    );
    return mergers.flatMap((merger) => {
      this.exposure.merge(merger);
      const exposed = this.exposed.merge(merger, moment);
      return [...(exposed ? [exposed] : []), ...this.rates.merge(merger)];
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

  private questionOf({ offset, event }: PlacedEvent): Question {
    const { space } = this.calibration;
    return { event, offset, point: space === null ? undefined : pointOf(space, event) };
  }
}
