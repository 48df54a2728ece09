import type { Prediction } from '@anchorwatch/telemetry';
import { compareAnswers, largestDifference } from '../asking/compare-answers.js';

/** A question with the answer of one version. */
export interface AnsweredQuestion {
  /** Its identity: what is asked, without who asked. */
  readonly question: string;
  /** The event that it was. */
  readonly event_id: string;
  readonly answer: Prediction;
  /** Of the question: `<field>=<value>`. */
  readonly segments: readonly string[];
}

/** How many questions were compared, and how many got another answer. */
export interface ChurnCounts {
  /** Different questions asked of both versions, with answers that have something in common. */
  readonly compared: number;
  /** Another label. */
  readonly label: number;
  /** The same label, or none, and another number. */
  readonly score: number;
  /** (label + score) / compared; 0 when nothing was compared. */
  readonly share: number;
}

/** What a release changed of the answers. */
export interface Churn extends ChurnCounts {
  /** Different questions asked of each version. */
  readonly old_questions: number;
  readonly new_questions: number;
  /** Asked of both, with answers that have nothing in common. */
  readonly incomparable: number;
  /** Times that a question beyond the bound was asked, of both versions: not looked at. */
  readonly left_out: number;
  /** Mean change of the number of the answer over what was compared by number; 0 without any. */
  readonly mean_change: number;
  /** The most asked first, at most 200. */
  readonly segments: readonly (ChurnCounts & { readonly segment: string })[];
  /** From label to label, the most frequent first, at most 50. */
  readonly turns: readonly { readonly from: string; readonly to: string; readonly questions: number }[];
  /** Other answers, labels first, at most 20. */
  readonly examples: readonly {
    readonly old_event_id: string;
    readonly new_event_id: string;
    readonly before: Prediction;
    readonly now: Prediction;
  }[];
}

/** Different questions of each version that are remembered: some hundred MB at most. */
export const mostQuestions = 500_000;
const mostSegments = 200;
const mostTurns = 50;
const mostExamples = 20;

/**
 * Counts what a release changed: takes what was asked of the old and of the new version, in any order of the two, and compares each different
 * question that both answered, by its last answer under either. It counts all that it holds, and says how much it does not.
 */
export class ChurnCount {
  private readonly sides = { old: new Map<string, AnsweredQuestion>(), new: new Map<string, AnsweredQuestion>() };
  private beyond = 0;

  /** @param tolerance numbers that differ by at most so much are the same */
  constructor(
    private readonly tolerance: number,
    private readonly most = mostQuestions,
  ) {}

  take(side: 'old' | 'new', answered: AnsweredQuestion): void {
    const known = this.sides[side];
    if (known.has(answered.question) || known.size < this.most) known.set(answered.question, answered);
    else this.beyond++;
  }

  result(): Churn {
    const total = new Tally();
    const bySegment = new Map<string, Tally>();
    const turns = new Map<string, { from: string; to: string; questions: number }>();
    const examples: { readonly kind: 'label' | 'score'; readonly example: Churn['examples'][number] }[] = [];
    let [incomparable, change, numbers] = [0, 0, 0];
    for (const [question, now] of this.sides.new) {
      const before = this.sides.old.get(question);
      if (before === undefined) continue;
      const difference = compareAnswers(before.answer, now.answer, this.tolerance);
      if (difference === 'none') {
        incomparable++;
        continue;
      }
      total.take(difference);
      for (const segment of now.segments) tallyOf(bySegment, segment).take(difference);
      const moved = largestDifference(before.answer, now.answer);
      if (moved >= 0) {
        change += moved;
        numbers++;
      }
      if (difference === 'same') continue;
      examples.push({ kind: difference, example: exampleOf(before, now) });
      if (difference === 'label') turned(turns, before.answer.label!, now.answer.label!);
    }
    return {
      ...total.counts(),
      old_questions: this.sides.old.size,
      new_questions: this.sides.new.size,
      incomparable,
      left_out: this.beyond,
      mean_change: numbers === 0 ? 0 : change / numbers,
      segments: [...bySegment]
        .map(([segment, tally]) => ({ segment, ...tally.counts() }))
        .sort((a, b) => b.compared - a.compared || (a.segment < b.segment ? -1 : 1))
        .slice(0, mostSegments),
      turns: [...turns.values()]
        .sort((a, b) => b.questions - a.questions || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1))
        .slice(0, mostTurns),
      examples: examples
        .sort((a, b) => Number(b.kind === 'label') - Number(a.kind === 'label'))
        .slice(0, mostExamples)
        .map(({ example }) => example),
    };
  }
}

class Tally {
  private compared = 0;
  private label = 0;
  private score = 0;

  take(difference: 'same' | 'label' | 'score'): void {
    this.compared++;
    if (difference === 'label') this.label++;
    if (difference === 'score') this.score++;
  }

  counts(): ChurnCounts {
    const { compared, label, score } = this;
    return { compared, label, score, share: compared === 0 ? 0 : (label + score) / compared };
  }
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const known = tallies.get(name) ?? new Tally();
  tallies.set(name, known);
  return known;
}

function turned(turns: Map<string, { from: string; to: string; questions: number }>, from: string, to: string): void {
  const key = JSON.stringify([from, to]);
  const known = turns.get(key) ?? { from, to, questions: 0 };
  known.questions++;
  turns.set(key, known);
}

function exampleOf(before: AnsweredQuestion, now: AnsweredQuestion): Churn['examples'][number] {
  return { old_event_id: before.event_id, new_event_id: now.event_id, before: before.answer, now: now.answer };
}
