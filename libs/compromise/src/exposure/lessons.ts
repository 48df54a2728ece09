import type { Merger } from '../principals/groups.js';
import type { Question } from '../question.js';

/** Principals of a level whose answers are kept: those with the most different questions. */
const mostPrincipals = 64;
/** Different questions of each, the latest. */
export const mostQuestions = 1_000;
/** Coordinates of all questions of a level, 64 MB: of points with very many, fewer principals are kept. */
const mostCoordinates = 8_000_000;

/** One answered question. */
export interface Answered {
  readonly point: Float64Array;
  /** The class; a number as text where the model answers with numbers. */
  readonly label: string;
  /** NaN where the model answers with classes. */
  readonly value: number;
}

/** A question with its answer, the class or else the number; undefined where there is neither, or an error. */
export function answeredOf({ point, event }: Question): Answered | undefined {
  const { label, value } = event.prediction;
  if (point === undefined || event.status === 'error') return undefined;
  if (label !== undefined) return { point, label, value: NaN };
  return value === undefined ? undefined : { point, label: String(value), value };
}

/** The different questions of one principal with their answers, by fingerprint; the latest. */
export type Answers = Map<string, Answered>;

/** What each principal of a level has been answered, bounded: newcomers are let go before those who have asked much. */
export class Lessons {
  private coordinates = 0;

  /** @param of by principal, in the order in which they came */
  constructor(private readonly of = new Map<string, Answers>()) {
    for (const answers of of.values()) this.coordinates += coordinatesOf(answers);
  }

  /** @returns whether it is a question that the principal has not asked before, as far as is remembered */
  take(principal: string, fingerprint: string, answered: Answered): boolean {
    let answers = this.of.get(principal);
    if (answers === undefined) {
      if (this.of.size >= 2 * mostPrincipals) this.letGo();
      answers = new Map();
      this.of.set(principal, answers);
    }
    this.coordinates -= answers.get(fingerprint)?.point.length ?? 0;
    const isNew = !answers.delete(fingerprint);
    answers.set(fingerprint, answered);
    this.coordinates += answered.point.length;
    if (answers.size > mostQuestions) {
      answers.delete(answers.keys().next().value!);
      this.coordinates -= answered.point.length;
    }
    if (this.coordinates > mostCoordinates) this.letGo();
    return isNew;
  }

  /** Joins what two were answered. */
  merge({ kept, gone }: Merger): void {
    const other = this.of.get(gone);
    if (other === undefined) return;
    this.of.delete(gone);
    this.coordinates -= coordinatesOf(other);
    for (const [key, answered] of other) this.take(kept, key, answered);
  }

  /** Those with at least so many different questions, the most first. */
  atLeast(questions: number): readonly (readonly [string, Answers])[] {
    return [...this.of]
      .filter(([, answers]) => answers.size >= questions)
      .sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1));
  }

  /** Everybody, in the order in which they came. */
  all(): ReadonlyMap<string, Answers> {
    return this.of;
  }

  /** The lighter half. */
  private letGo(): void {
    const lightest = [...this.of].sort((a, b) => a[1].size - b[1].size).slice(0, this.of.size / 2);
    for (const [principal, answers] of lightest) {
      this.of.delete(principal);
      this.coordinates -= coordinatesOf(answers);
    }
  }
}

/** Points of one space have as many each. */
function coordinatesOf(answers: Answers): number {
  const [first] = answers.values();
  return answers.size * (first?.point.length ?? 0);
}
