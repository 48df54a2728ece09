import { outcomeOf, truthClass } from '@anchorwatch/detection';
import { nearestOf } from '../../nearest.js';
import { sampleRows } from '../../training/sample-rows.js';
import { asVote } from '../../training/neighbourhood.js';
import { isOdd } from '../../training/label-rows.js';
import { mostClasses } from '../label-scale.js';
import { poisoning } from '../signs.js';
import type { Flag, FlaggedQuestion } from './flag.js';

/** Healthy labelled questions that have a say. */
export interface FittedOdd {
  readonly reference: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly classes: readonly string[];
}

/** At most so many of them: some ten thousand multiplications a label. */
const mostReference = 1_000;
const fewest = 100;
const voters = 10;

/**
 * Whether nine of the ten nearest healthy labelled questions have another label: the sanitation of training sets, at the door.
 *
 * @see Paudice, Muñoz-González & Lupu (2018), label sanitization against label flipping, https://arxiv.org/abs/1803.00992
 */
export const odd: Flag<FittedOdd, undefined> = {
  declaration: {
    ...poisoning,
    name: 'odd',
    means: 'contradict nine of the ten nearest healthy questions',
    needs: 'features, and labels of classes',
    costs: 'one distance to each of at most 1,000 reference questions',
    evaded_by: 'flipping where classes overlap, or inputs that lie far from healthy ones',
  },

  fit(healthy) {
    const named = healthy.filter((question) => question.point !== undefined && classNameOf(question) !== undefined);
    if (named.length < fewest)
      return { blind: `${named.length} healthy questions have features and a label, at least ${fewest} are needed` };
    const classes = [...new Set(named.map((question) => classNameOf(question)!))].sort();
    if (classes.length < 2 || classes.length > mostClasses) return { blind: 'the labels are no classes' };
    const chosen = sampleRows(named, mostReference);
    return {
      reference: chosen.map(({ point }) => [...point!]),
      labels: chosen.map((question) => classes.indexOf(classNameOf(question)!)),
      classes,
    };
  },

  open({ reference: rows, labels, classes }) {
    const reference = rows.map((row) => Float64Array.from(row));
    const own = new Set(rows.map((row) => row.join()));
    return {
      read(question) {
        const { point } = question;
        const truth = classNameOf(question);
        // What is in the reference would vote for itself.
        if (point === undefined || truth === undefined || own.has(point.join())) return undefined;
        const counts = new Float64Array(classes.length);
        const { numbers } = nearestOf(point, reference, voters);
        for (const number of numbers) counts[labels[number]!]! += 1 / numbers.length;
        return isOdd(classes.indexOf(truth), asVote(counts));
      },
      memory: () => undefined,
    };
  },
};

function classNameOf({ event, label }: FlaggedQuestion): string | undefined {
  const outcome = outcomeOf(event, label);
  return outcome && truthClass(outcome);
}
