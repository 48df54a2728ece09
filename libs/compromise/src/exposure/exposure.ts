import type { JudgedLevel } from '../question.js';

/** How much of a model one principal could reproduce from its own questions and answers. */
export interface Exposure {
  readonly level: JudgedLevel;
  readonly principal: string;
  /** Different questions that it was learned from, at most 1,000: the latest. */
  readonly questions: number;
  /** Share of the model's answers to other people's recent questions that a copy gives as well, with a 95 % interval. */
  readonly fidelity: number;
  readonly low: number;
  readonly high: number;
  /** What always giving the most frequent answer would reach; of numbers, the median. */
  readonly without: number;
  /** Of a model that answers with numbers: how far off the same answer may be, a fifth of the standard deviation of its answers; else 0. */
  readonly within: number;
  /** Questions of other people that it was tried on. */
  readonly tried: number;
}
