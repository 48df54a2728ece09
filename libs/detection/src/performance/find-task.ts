import { binIndex, quantileEdges } from '@anchorwatch/stats';
import { probabilityOf, truthClass, type Outcome } from './outcome.js';
import { positiveScore } from './score-of.js';
import type { ScoreBins, ScoreMeaning, Task } from './task.js';

/** More classes than this are too many for a table of truths and answers. */
const mostClasses = 30;
const scoreBins = 100;
/** Scores with at most this many values get one bin a value: then nothing is rounded. */
const distinctScores = 200;
/** A score says what it is the probability of only when nearly all scores agree. */
const nearlyAll = 0.999;

/** Why performance cannot be measured. */
export interface NoTask {
  readonly reason: string;
}

/** Finds out from labelled answers what a model does. The same outcomes give the same task. */
export function findTask(outcomes: readonly Outcome[]): Task | NoTask {
  const numbers = outcomes.filter((one) => one.value !== undefined && one.truth_value !== undefined);
  const named = outcomes.filter((one) => one.label !== undefined);
  if (numbers.length > outcomes.length / 2 && named.length < numbers.length) return regression(numbers);
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    for (const name of [truthClass(outcome), outcome.label]) {
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const classes = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name);
  if (classes.length < 2) return { reason: 'the labels of the baseline are all of one class' };
  if (classes.length > mostClasses)
    return { reason: `the labels and answers of the baseline have more than ${mostClasses} classes` };
  const hasLabels = named.length > outcomes.length / 2;
  if (classes.length === 2) return binary(outcomes, classes, hasLabels);
  if (!hasLabels) return { reason: 'answers have no label to compare with the truth' };
  const whole = outcomes.filter((one) => classes.some((name) => probabilityOf(name, one.classes) !== undefined));
  return { kind: 'multiclass', classes, has_probabilities: whole.length > outcomes.length / 2 };
}

function regression(outcomes: readonly Outcome[]): Task {
  let [squares, mean, spread] = [0, 0, 0];
  outcomes.forEach(({ value, truth_value }, k) => {
    squares += (value! - truth_value!) ** 2;
    const step = truth_value! - mean;
    mean += step / (k + 1);
    spread += step * (truth_value! - mean);
  });
  const sd = Math.sqrt(spread / outcomes.length) || 1;
  return { kind: 'regression', error: Math.sqrt(squares / outcomes.length) || sd, mean, sd };
}

/** Names that say by themselves which class is the positive one. */
const pairs: readonly (readonly [negative: string, positive: string])[] = [
  ['0', '1'],
  ['-1', '1'],
  ['false', 'true'],
  ['no', 'yes'],
  ['n', 'y'],
  ['negative', 'positive'],
  ['ham', 'spam'],
  ['legitimate', 'fraud'],
];

function binary(outcomes: readonly Outcome[], classes: readonly string[], hasLabels: boolean): Task | NoTask {
  const lower = classes.map((name) => name.toLowerCase());
  const known = pairs.find((pair) => pair.every((name) => lower.includes(name)));
  // Otherwise the rarer class: what one looks for is rare.
  const positive = known === undefined ? classes[1]! : classes[lower.indexOf(known[1])]!;
  const names = { negative: classes.find((name) => name !== positive)!, positive };
  const scored = outcomes.filter(
    (one) =>
      truthClass(one) !== undefined && (one.score !== undefined || probabilityOf(positive, one.classes) !== undefined),
  );
  const score = scored.length > outcomes.length / 2 ? binsOf(scored, names) : undefined;
  if (score === undefined && !hasLabels) return { reason: 'answers have neither a label nor a score' };
  return { kind: 'binary', ...names, has_labels: hasLabels, ...(score !== undefined && { score }) };
}

function binsOf(scored: readonly Outcome[], names: { negative: string; positive: string }): ScoreBins {
  const meaning = meaningOf(scored, names);
  const scores = Float64Array.from(scored.flatMap((one) => positiveScore(one, names, meaning) ?? [])).sort();
  const distinct = [...new Set(scores)];
  const edges = distinct.length <= distinctScores ? distinct.slice(1) : quantileEdges(scores, scoreBins);
  const sums = new Float64Array(edges.length + 1);
  const counts = new Float64Array(edges.length + 1);
  for (const score of scores) {
    const bin = binIndex(edges, score);
    sums[bin]! += score;
    counts[bin]! += 1;
  }
  const means = Array.from(sums, (sum, bin) =>
    counts[bin]! > 0 ? sum / counts[bin]! : (edges[bin] ?? edges[bin - 1] ?? 0.5),
  );
  return { meaning, is_probability: scores[0]! >= 0 && scores.at(-1)! <= 1, edges, scores: means };
}

/** Told by the scores themselves: of the predicted label they are never below a half; of the other class they rank upside down. */
function meaningOf(scored: readonly Outcome[], names: { negative: string; positive: string }): ScoreMeaning {
  if (scored.every(({ score }) => score === undefined)) return 'positive';
  const own = scored.filter(
    ({ score, label }) => label !== undefined && score !== undefined && score >= 0.5 && score <= 1,
  );
  const labels = new Set(own.map(({ label }) => label));
  if (own.length >= nearlyAll * scored.length && labels.size === 2) return 'predicted';
  const [up, down] = [names.positive, names.negative].map((name) => meanScore(scored, name));
  return up === undefined || down === undefined || up >= down ? 'positive' : 'negative';
}

function meanScore(scored: readonly Outcome[], name: string): number | undefined {
  const own = scored.filter((one) => truthClass(one) === name);
  return own.length === 0 ? undefined : own.reduce((sum, { score }) => sum + (score ?? 0), 0) / own.length;
}
