import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { Question } from '../question.js';
import { forgetful, type Detector } from './detector.js';
import { atShare } from './quantile.js';

const fewestScores = 300;
const ordinary = 0.99;

/** The score that 99 % of healthy prompts do not exceed, and whose it is. */
export interface FittedClassified {
  readonly by: string;
  readonly limit: number;
}

/** Whether the operator's own classifier scores a prompt higher than 99 % of healthy ones. Scores are stored when events come in, so that a replay reads the same ones. */
export const classified: Detector<FittedClassified, undefined> = {
  remembers: false,
  bits: [
    {
      name: 'classified',
      means: 'carry a prompt that a classifier scores higher than 99 % of healthy ones',
      needs: 'scores of 300 healthy prompts by a classifier that is asked at intake (compromise.text_classifier)',
      costs: 'one comparison; a request for some prompts at intake',
      suspicion: 'injection',
      never: false,
      atlas: ['AML.T0051', 'AML.T0054'],
      owasp: ['LLM01:2026'],
      nist: ['NISTAML.018', 'NISTAML.015'],
      evaded_by: 'wording that the classifier was not taught, or an attack after the first 4,000 characters',
    },
  ],

  fit(healthy) {
    const by = healthy.map(classifierOf).findLast((name) => name !== undefined);
    if (by === undefined) return { blind: 'no scores of a classifier (compromise.text_classifier)' };
    const scores = healthy.flatMap(({ event }) => scoreBy(by, event) ?? []);
    if (scores.length < fewestScores)
      return { blind: `only ${scores.length} scored prompts in the baseline, at least ${fewestScores} are needed` };
    const limit = atShare(scores, ordinary);
    if (scores.every((score) => score === limit)) return { blind: 'every prompt has the same score' };
    return { by, limit };
  },

  open({ by, limit }) {
    return forgetful(({ event }) => {
      const score = scoreBy(by, event);
      if (score === undefined) return [undefined];
      return [score > limit && { because: `scored ${score.toPrecision(3)}, ${limit.toPrecision(3)} is high` }];
    });
  },
};

function classifierOf({ event }: Question): string | undefined {
  return event.text_signs?.prompt?.classified?.by;
}

function scoreBy(name: string, { text_signs }: InferenceEvent): number | undefined {
  const classified = text_signs?.prompt?.classified;
  return classified?.by === name ? classified.score : undefined;
}
