import type { Prediction } from '@anchorwatch/telemetry';
import { fingerprintOf, scoresOf } from '../fingerprint.js';
import type { Question } from '../question.js';
import { AnswerTable, type Answer, type AnswersMemory } from './answer-table.js';
import type { Detector } from './detector.js';
import { marginOf } from './margin.js';

/** How differently healthy traffic answers the same question under one version. */
export interface FittedRepeats {
  /** Scores may differ by this much. */
  readonly tolerance: number;
  readonly repeats: number;
}

/** Fewer repeats say too little about whether the model is deterministic. */
const fewestRepeats = 30;
/** More than this between two answers is no rounding. */
const mostTolerance = 0.01;
/** Margins up to this are ties. */
const tie = 1e-6;

/**
 * The same question, another answer, under the same version: of a deterministic model that is proof that it is not the same model. The baseline says
 * whether the model is deterministic, and up to which difference of scores.
 */
export const repeats: Detector<FittedRepeats, AnswersMemory> = {
  remembers: true,
  bits: [
    {
      name: 'conflict',
      means: 'repeat an earlier question under the same version and get another answer',
      needs: 'answers, and questions that repeat',
      costs: 'one hash and one look-up; the last 250,000 questions are remembered',
      suspicion: 'tampering',
      never: true,
      atlas: ['AML.T0018', 'AML.T0010.003', 'AML.T0109', 'AML.T0031'],
      owasp: ['ML06:2023', 'ML10:2023', 'ML09:2023'],
      nist: ['NISTAML.051', 'NISTAML.026'],
      evaded_by: 'answering the questions that repeat as before: then asking again, at random, tells',
    },
  ],

  fit(healthy) {
    if (!healthy.some(({ event }) => hasAnswer(event.prediction))) return { blind: 'no answers' };
    const pairs = [...pairsOf(healthy)];
    if (pairs.length < fewestRepeats)
      return {
        blind: `only ${pairs.length} questions repeat in the baseline, at least ${fewestRepeats} are needed; ask stored ones again`,
      };
    if (pairs.some(([a, b]) => a.label !== b.label))
      return { blind: 'the model answers the same question differently in the baseline' };
    const tolerance = Math.max(0, ...pairs.map(([a, b]) => difference(a, b)));
    if (tolerance > mostTolerance)
      return {
        blind: `scores of the same question differ by ${tolerance.toPrecision(2)} in the baseline: the model is not deterministic`,
      };
    return { tolerance: Math.max(1e-6, tolerance * 1.5), repeats: pairs.length };
  },

  open({ tolerance }, memory) {
    const table = new AnswerTable(memory);
    return {
      read(question) {
        if (question.event.status === 'error') return [undefined];
        const answer = answerOf(question);
        const before = table.first(keyOf(question), answer);
        if (before === undefined) return [undefined];
        const isOther = isConflict(before, answer, tolerance);
        return [isOther && { beside: before.id, flipped: before.label !== answer.label }];
      },
      memory: () => table.memory(),
    };
  },
};

/** Another label, but for ties that rounding turns, or another score. */
function isConflict(before: Answer, answer: Answer, tolerance: number): boolean {
  if (difference(before, answer) > tolerance) return true;
  return before.label !== answer.label && !isTie(before, answer);
}

/** Whether the two likeliest answers are as good as equal on both sides. */
function isTie(a: Answer, b: Answer): boolean {
  return a.margin !== undefined && b.margin !== undefined && Math.max(a.margin, b.margin) <= tie;
}

function hasAnswer({ label, score, value, classes }: Prediction): boolean {
  return label !== undefined || score !== undefined || value !== undefined || classes !== undefined;
}

/** Each repeat beside the answer before it. */
function* pairsOf(questions: readonly Question[]): Iterable<readonly [Answer, Answer]> {
  const last = new Map<string, Answer>();
  for (const question of questions) {
    if (question.event.status === 'error') continue;
    const key = keyOf(question);
    const answer = answerOf(question);
    const before = last.get(key);
    if (before) yield [before, answer];
    last.set(key, answer);
  }
}

function keyOf({ event }: Question): string {
  return `${fingerprintOf(event)} ${event.model_version}`;
}

function answerOf({ event: { event_id, prediction } }: Question): Answer {
  return { id: event_id, label: prediction.label ?? '', scores: scoresOf(prediction), margin: marginOf(prediction) };
}

/** The largest difference between two answers' scores; infinite when one has a score that the other lacks. */
function difference(a: Answer, b: Answer): number {
  if (a.scores.length !== b.scores.length) return Infinity;
  let largest = 0;
  for (let k = 0; k < a.scores.length; k++) {
    const [x, y] = [a.scores[k]!, b.scores[k]!];
    if (Number.isNaN(x) && Number.isNaN(y)) continue;
    const step = Math.abs(x - y);
    if (!(step <= largest)) largest = Number.isNaN(step) ? Infinity : step;
  }
  return largest;
}
