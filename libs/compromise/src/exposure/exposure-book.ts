import { proportionInterval } from '@anchorwatch/stats';
import { fingerprintOf } from '../fingerprint.js';
import type { Merger } from '../principals/groups.js';
import { judgedLevels, principalAt, type JudgedLevel, type Question } from '../question.js';
import type { Exposure } from './exposure.js';
import { bookOf, exposureMemory, type ExposureMemory, type Tried } from './exposure-memory.js';
import { checkpoints } from './comparable.js';
import { copyClasses, copyNumbers } from './copies.js';
import { answeredOf, Lessons, type Answers } from './lessons.js';

/** Different questions of everybody that copies are tried on, the latest. */
const mostTried = 2_000;
const enoughTried = 200;
/** Fewer different questions teach too little to be worth a look. */
const enoughQuestions = 50;
/** Principals of a level that are looked at, those with the most different questions. */
const mostShown = 20;

/** A principal who has just asked as many different questions as others were compared at. */
export interface Reached {
  readonly level: JudgedLevel;
  readonly principal: string;
}

/**
 * Who has been told how much of the model: copies are learned from exactly the questions and answers of one principal, and tried on other people's. A thief
 * who asks what customers ask is seen in no other way; and a customer who asks much is as exposed as a thief would be.
 *
 * @see Orekondy, Schiele & Fritz (2019), Knockoff nets, CVPR; Kesarwani et al. (2018), Model extraction warning in MLaaS paradigm, ACSAC
 */
export class ExposureBook {
  private readonly lessons: ReadonlyMap<JudgedLevel, Lessons>;
  private readonly tried: Map<string, Tried>;

  constructor(memory?: ExposureMemory) {
    const empty = () => ({ lessons: new Map(judgedLevels.map((level) => [level, new Lessons()])), tried: new Map() });
    ({ lessons: this.lessons, tried: this.tried } = memory === undefined ? empty() : bookOf(memory));
  }

  /** Takes an answered question, and says who has just come to another number of different ones; others, such as errors, are passed over. */
  take(question: Question): readonly Reached[] {
    const answered = answeredOf(question);
    if (answered === undefined) return [];
    const key = fingerprintOf(question.event);
    const principals = judgedLevels.map((level) => principalAt(level, question));
    const reached = judgedLevels.flatMap((level, k): Reached[] => {
      const principal = principals[k]!;
      return principal !== '' && this.lessons.get(level)!.take(principal, key, answered) ? [{ level, principal }] : [];
    });
    this.tried.delete(key);
    this.tried.set(key, { answered, principals });
    if (this.tried.size > mostTried) this.tried.delete(this.tried.keys().next().value!);
    return reached.filter(({ level, principal }) => checkpoints.includes(this.told(level, principal)!.size));
  }

  /** Two groups that turned out to be one were answered together. */
  merge(merger: Merger): void {
    this.lessons.get('group')!.merge(merger);
  }

  /** What one principal was answered; undefined where nothing of it is remembered. */
  told(level: JudgedLevel, principal: string): Answers | undefined {
    return this.lessons.get(level)!.all().get(principal);
  }

  /** What principals of a level were answered, at most twenty of them: these first, then those with the most different questions. */
  mostTold(level: JudgedLevel, first: readonly string[]): readonly (readonly [string, Answers])[] {
    const known = this.lessons.get(level)!.atLeast(1);
    const isFirst = new Set(first);
    return [
      ...known.filter(([principal]) => isFirst.has(principal)),
      ...known.filter(([principal, { size }]) => !isFirst.has(principal) && size >= enoughQuestions),
    ].slice(0, mostShown);
  }

  memory(): ExposureMemory {
    return exposureMemory({ lessons: this.lessons, tried: this.tried });
  }

  /** One principal's exposure at present; undefined where too little is known of others. */
  exposure({ level, principal }: Reached): Exposure | undefined {
    const answers = this.told(level, principal);
    return answers && this.exposureOf(level, principal, answers);
  }

  /** At most twenty principals of each level, the most exposed first. */
  exposures(): readonly Exposure[] {
    return mostExposedFirst(this.each());
  }

  /** The same in no order, one after another: each is some work. */
  *each(): Generator<Exposure> {
    for (const level of judgedLevels)
      for (const [principal, answers] of this.lessons.get(level)!.atLeast(enoughQuestions).slice(0, mostShown)) {
        const exposure = this.exposureOf(level, principal, answers);
        if (exposure !== undefined) yield exposure;
      }
  }

  private exposureOf(level: JudgedLevel, principal: string, answers: Answers): Exposure | undefined {
    const place = judgedLevels.indexOf(level);
    const others = [...this.tried]
      .filter(([key, { principals }]) => principals[place] !== principal && !answers.has(key))
      .map(([, { answered }]) => answered);
    if (others.length < enoughTried) return undefined;
    const own = [...answers.values()];
    const copied = Number.isNaN(own.at(-1)!.value) ? copyClasses(own, others) : copyNumbers(own, others);
    const [low, high] = proportionInterval(copied.hits, others.length, 0.05, 'wilson');
    return {
      level,
      principal,
      questions: own.length,
      fidelity: copied.hits / others.length,
      low,
      high,
      without: copied.without / others.length,
      within: copied.within,
      tried: others.length,
    };
  }
}

/** The most exposed first. */
export function mostExposedFirst(exposures: Iterable<Exposure>): readonly Exposure[] {
  return [...exposures].sort((a, b) => b.fidelity - a.fidelity || (a.principal < b.principal ? -1 : 1));
}
