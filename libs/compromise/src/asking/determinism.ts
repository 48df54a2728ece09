import type { Prediction } from '@anchorwatch/telemetry';
import { compareAnswers, largestDifference } from './compare-answers.js';

/**
 * What kind of answers a model gives, as asking the same question again at once shows. `answer`: always the same one, within a
 * tolerance. `law`: texts drawn anew each time, from a law that can be compared. `blind`: neither.
 */
export type Determinism =
  | { readonly kind: 'measuring'; readonly pairs: number }
  | { readonly kind: 'answer'; readonly pairs: number; readonly tolerance: number }
  | { readonly kind: 'law'; readonly pairs: number }
  | { readonly kind: 'blind'; readonly reason: string };

/** Fewer pairs say too little. */
export const enoughPairs = 30;
/** More than this between two answers is no rounding. */
const mostTolerance = 0.01;
const leastTolerance = 1e-6;

/** Measures it on answers to the same question in a row; what it has found stays. */
export class DeterminismMeter {
  private pairs = 0;
  private turned = 0;
  private largest = 0;
  private found: Determinism | undefined;

  /** @param tolerance numbers may differ by at least so much, as the records are rounded or a person says */
  constructor(private readonly tolerance: number) {}

  /** Takes the answers to one question of one round, in their order. */
  take(answers: readonly Prediction[]): void {
    if (this.found !== undefined) return;
    for (let turn = 1; turn < answers.length; turn++) {
      const [before, after] = [answers[turn - 1]!, answers[turn]!];
      this.pairs++;
      if (compareAnswers(before, after, Infinity) === 'label') this.turned++;
      this.largest = Math.max(this.largest, largestDifference(before, after));
    }
  }

  /** One that goes on from here by itself. */
  copy(): DeterminismMeter {
    const copy = new DeterminismMeter(this.tolerance);
    [copy.pairs, copy.turned, copy.largest, copy.found] = [this.pairs, this.turned, this.largest, this.found];
    return copy;
  }

  /** @param texts whether the model answers with texts */
  conclude(texts: boolean): Determinism {
    if (this.pairs < enoughPairs) return { kind: 'measuring', pairs: this.pairs };
    this.found ??= this.decided(texts);
    return this.found;
  }

  private decided(texts: boolean): Determinism {
    const { pairs, turned, largest } = this;
    if (turned > 0 && texts) return { kind: 'law', pairs };
    if (turned > 0)
      return {
        kind: 'blind',
        reason: `asked again at once, ${turned} of ${pairs} questions got another answer: the model is not deterministic`,
      };
    if (largest > mostTolerance)
      return {
        kind: 'blind',
        reason: `asked again at once, numbers of the answer differ by up to ${largest.toPrecision(2)}: the model is not deterministic`,
      };
    return { kind: 'answer', pairs, tolerance: Math.max(leastTolerance, this.tolerance, 1.5 * largest) };
  }
}
