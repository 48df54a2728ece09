import {
  groupedMmd,
  groupedMmdPValue,
  hammingSimilarity,
  randomFrom,
  type GroupedSimilarity,
} from '@anchorwatch/stats';
import type { Asking } from './asking.js';

/** Two samples of texts, question by question, compared. */
export interface LawTest {
  readonly questions: number;
  /** Texts of before, and of now. */
  readonly before: number;
  readonly now: number;
  readonly mmd: number;
  readonly p_value: number;
  readonly from: number;
  readonly to: number;
}

/** Characters of a text that are compared. */
const longest = 1_000;
const mostRearrangements = 100_000;

/**
 * Collects texts that a model draws anew each time: the first of each question are the sample of before, and as often as each of them has as many new
 * ones, both are compared. Windows do not overlap, so that their tests are independent but for the sample of before.
 */
export class LawWatch {
  private readonly before = new Map<string, Int32Array[]>();
  private readonly now = new Map<string, Int32Array[]>();
  private from = Infinity;
  private to = 0;

  /** @param samples texts of one question in each sample, >= 2 */
  constructor(private readonly samples: number) {}

  take(round: readonly Asking[]): void {
    for (const { question, answer, asked_at } of round) {
      const text = Int32Array.from([...(answer.label ?? '')].slice(0, longest), (character) =>
        character.codePointAt(0)!,
      );
      const before = this.before.get(question) ?? [];
      this.before.set(question, before);
      if (before.length < this.samples) {
        before.push(text);
        continue;
      }
      const now = this.now.get(question) ?? [];
      this.now.set(question, now);
      // What comes before the others have as many would only weigh one question more.
      if (now.length < this.samples) now.push(text);
      this.from = Math.min(this.from, asked_at);
      this.to = Math.max(this.to, asked_at);
    }
  }

  /**
   * The test of the texts since the last one, once there are enough.
   * @param alpha its level; below 1e-5 it can find nothing, because no more rearrangements are tried
   */
  test(alpha: number, seed: number): LawTest | undefined {
    const questions = [...this.before.keys()].sort();
    if (questions.length === 0 || questions.some((question) => (this.now.get(question)?.length ?? 0) < this.samples))
      return undefined;
    const groups = questions.map((question) => groupOf(this.before.get(question)!, this.now.get(question)!));
    const count = questions.length * this.samples;
    const rearrangements = Math.min(mostRearrangements, Math.ceil(3 / alpha));
    const test = {
      questions: questions.length,
      before: count,
      now: count,
      mmd: groupedMmd(groups),
      p_value: groupedMmdPValue(groups, randomFrom(seed), rearrangements),
      from: this.from,
      to: this.to,
    };
    this.now.clear();
    this.from = Infinity;
    this.to = 0;
    return test;
  }
}

function groupOf(before: readonly Int32Array[], now: readonly Int32Array[]): GroupedSimilarity {
  const texts = [...before, ...now];
  const length = Math.max(1, ...texts.map((text) => text.length));
  const similarity = new Float64Array(texts.length ** 2);
  for (const [i, a] of texts.entries())
    for (const [j, b] of texts.entries()) similarity[i * texts.length + j] = hammingSimilarity(a, b, length);
  return { similarity, size: texts.length, first: before.length };
}
