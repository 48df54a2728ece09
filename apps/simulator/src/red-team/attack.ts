import type { Random } from '@anchorwatch/scenarios';

/** A question: a number for each feature, in the model's order. */
export type Point = readonly number[];

/** What whoever asks is told: the place of the likeliest class, and the probability of each. */
export interface Answer {
  readonly label: number;
  readonly probabilities: readonly number[];
}

/** What an attacker knows before it asks: the form of a question, and some records like those of customers. Nothing of the model, nothing of who watches. */
export interface Knowledge {
  readonly features: readonly FeatureKnowledge[];
  readonly classes: number;
  /** At least 100. */
  readonly records: readonly Point[];
}

export interface FeatureKnowledge {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly deviation: number;
  /** Whether it takes whole numbers only. */
  readonly whole: boolean;
}

/** Asks one question after another, each given the answer to the one before; without an end. */
export type Asking = Generator<Point, never, Answer>;

/** How an attack is presented. */
interface Presented {
  readonly name: string;
  /** In words, after "the attacker". */
  readonly what: string;
  /** MITRE ATLAS techniques. */
  readonly atlas: readonly string[];
}

/** Asks; at most the questions are unusual. */
export interface QuestionAttack extends Presented {
  readonly by: 'questions';
  readonly ask: (knowledge: Knowledge, random: Random) => Asking;
  /** How many times as long as usual the service takes for its questions, drawn evenly in the logarithm. */
  readonly effort?: readonly [least: number, most: number];
}

/** Answers otherwise than the model that is registered. */
export interface AnswerAttack extends Presented {
  readonly by: 'answers';
  /** `all`: another model answers. `region`: the registered one does, but for 1 % of the questions, whose answers are turned. */
  readonly turned: 'all' | 'region';
}

/** One of the sources of labels turns a share of its labels. */
export interface LabelAttack extends Presented {
  readonly by: 'labels';
}

/** One way of working on a model. Seeded: the same knowledge, random numbers and answers give the same questions. */
export type Attack = QuestionAttack | AnswerAttack | LabelAttack;
