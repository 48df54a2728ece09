import { listed } from '../numbers.js';
import { Weighing, type Proposal } from './hypothesis.js';
import { movement, names } from './phrases.js';

/** The same questions have other right answers now. */
export const conceptDrift: Proposal = (signs) => {
  const { truth, performance, inputs, answers } = signs;
  const first = performance[0] ?? truth[0];
  if (first === undefined) return undefined;
  return new Weighing(
    0.6,
    performance.length > 0 ? `The answers became worse: ${listed(names(performance))}.` : 'The truth moved.',
  )
    .when(performance.length > 0 && truth.length > 0, 0.05, 'The truth moved.')
    .when(inputs.length === 0, 0.1, 'The questions did not move.')
    .when(answers.length === 0, 0.05, 'Nor did the answers: the model did not notice.')
    .when(signs.pace === 'slow', 0.05, 'It grew slowly.')
    .when(inputs.length > 0, -0.3, `The questions moved as well: ${listed(names(inputs))}.`)
    .when(answers.length > 0, -0.15, `The answers moved as well: ${listed(names(answers))}.`)
    .conclude({
      kind: 'concept drift',
      words: inputs.length > 0 ? movement(first) : `${movement(first)} while the questions are as before`,
      would_settle: [
        'Fit the model again on recent labels and compare: does it learn something else?',
        'Look whether the source or the meaning of the labels changed.',
      ],
    });
};
