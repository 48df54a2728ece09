import { outcomeOf, type Outcome } from '@anchorwatch/detection';
import { poisoning } from '../signs.js';
import type { Flag, FlaggedQuestion } from './flag.js';

/** Distances of values from the model's that 1 % of healthy labels exceed. */
export interface FittedFar {
  readonly far: number;
}

const fewest = 300;

/** Whether a label that is a number lies farther from the model's than 99 % of healthy ones. */
export const far: Flag<FittedFar, undefined> = {
  declaration: {
    ...poisoning,
    name: 'far',
    means: 'lie farther from the answer than 99 % of healthy ones',
    needs: 'labels and answers that are numbers',
    costs: 'one comparison',
    evaded_by: 'moving every label by less than the model errs',
  },

  fit(healthy) {
    const distances = healthy
      .map(distanceOf)
      .filter((distance) => distance !== undefined)
      .sort((a, b) => a - b);
    if (distances.length < fewest)
      return { blind: `${distances.length} healthy labels are numbers about numbers, at least ${fewest} are needed` };
    return { far: distances[Math.floor(0.99 * distances.length)]! };
  },

  open: ({ far: most }) => ({
    read(question) {
      const distance = distanceOf(question);
      return distance === undefined ? undefined : distance > most;
    },
    memory: () => undefined,
  }),
};

function distanceOf({ event, label }: FlaggedQuestion): number | undefined {
  const outcome: Outcome | undefined = outcomeOf(event, label);
  if (outcome?.truth_value === undefined || outcome.value === undefined) return undefined;
  return Math.abs(outcome.truth_value - outcome.value);
}
