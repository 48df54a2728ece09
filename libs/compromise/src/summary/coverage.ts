import type { FittedNovelty } from '../bits/novelty.js';
import type { Answered, Answers } from '../exposure/lessons.js';
import { nearestOf } from '../nearest.js';
import type { JudgedLevel } from '../question.js';

/** How much of what a model is ordinarily asked somebody has asked about. */
export interface Coverage {
  readonly level: JudgedLevel;
  readonly principal: string;
  /** Different questions that it was reckoned from, at most 1,000: the latest. */
  readonly questions: number;
  /** Reference questions of the calibration that one of them came as near to as their own neighbours are, of all. */
  readonly reached: number;
  readonly of: number;
  /** Different answers that it got. */
  readonly classes: number;
}

/** Reckons which reference questions are reached; of each question once. */
export class Neighbourhoods {
  private readonly reference: readonly Float64Array[];
  /** The number of the reference question that a question reached; −1 where it reached none. */
  private readonly reached = new WeakMap<Answered, number>();

  constructor(private readonly fitted: FittedNovelty) {
    this.reference = fitted.reference.map((row) => Float64Array.from(row));
  }

  coverageOf(level: JudgedLevel, principal: string, answers: Answers): Coverage {
    const own = [...answers.values()];
    const reached = new Set(own.map((answered) => this.reachedBy(answered)));
    reached.delete(-1);
    return {
      level,
      principal,
      questions: own.length,
      reached: reached.size,
      of: this.reference.length,
      classes: new Set(own.map(({ label }) => label)).size,
    };
  }

  private reachedBy(answered: Answered): number {
    let number = this.reached.get(answered);
    if (number === undefined) {
      const { numbers, distances } = nearestOf(answered.point, this.reference, 1);
      number = distances[0]! <= this.fitted.spacing[numbers[0]!]! ? numbers[0]! : -1;
      this.reached.set(answered, number);
    }
    return number;
  }
}
