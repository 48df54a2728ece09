import type { Prediction } from '@anchorwatch/telemetry';
import { forgetful, type Detector } from './detector.js';

/** The margin that 5 % of healthy answers do not exceed. */
export interface FittedMargin {
  readonly low: number;
}

const fewestAnswers = 200;

/**
 * Whether an answer is close to the other one: the margin between the two most probable classes is lower than that of 95 % of healthy answers. Thieves
 * who learn actively and walks along the boundary ask there.
 */
export const margin: Detector<FittedMargin, undefined> = {
  remembers: false,
  bits: [
    {
      name: 'margin',
      means: 'are answered with a smaller margin between the two likeliest classes than 95 % of healthy ones',
      needs: 'class probabilities, or a score that is a probability',
      costs: 'one comparison',
      suspicion: 'extraction',
      never: false,
      atlas: ['AML.T0024.002', 'AML.T0043.001'],
      owasp: ['ML05:2023', 'ML01:2023'],
      nist: ['NISTAML.031', 'NISTAML.025'],
      evaded_by: 'mixing in questions that are easy to answer',
    },
  ],

  fit(healthy) {
    const margins = healthy
      .map(({ event }) => (event.status === 'error' ? undefined : marginOf(event.prediction)))
      .filter((value) => value !== undefined)
      .sort((a, b) => a - b);
    if (margins.length === 0) return { blind: 'no class probabilities, and no score that is a probability' };
    if (margins.length < fewestAnswers)
      return {
        blind: `only ${margins.length} answers with probabilities in the baseline, at least ${fewestAnswers} are needed`,
      };
    const low = margins[Math.floor(0.05 * margins.length)]!;
    if (low >= margins.at(-1)!) return { blind: 'every answer has the same margin' };
    return { low };
  },

  open({ low }) {
    return forgetful(({ event }) => {
      const value = event.status === 'error' ? undefined : marginOf(event.prediction);
      return [value === undefined ? undefined : value <= low];
    });
  },
};

/** Between the two likeliest classes, in [0, 1]; undefined without probabilities. A lone score is taken for that of one of two classes. */
export function marginOf({ classes, score }: Prediction): number | undefined {
  if (classes !== undefined) {
    let [first, second] = [-Infinity, -Infinity];
    for (const probability of Object.values(classes)) {
      if (probability > first) [first, second] = [probability, first];
      else if (probability > second) second = probability;
    }
    if (second > -Infinity) return first - second;
  }
  return score !== undefined && score >= 0 && score <= 1 ? Math.abs(2 * score - 1) : undefined;
}
