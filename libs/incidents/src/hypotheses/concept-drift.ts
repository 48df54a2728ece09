import { listed } from '../numbers.js';
import type { BitSign } from '../bit-signs.js';
import type { Signs } from '../signs.js';
import { accusedBy, sentenceOf } from './at-work.js';
import { Weighing, type Hypothesis, type Proposal } from './hypothesis.js';
import { everybodysLabels, wrongLabels } from './poisoning.js';
import { movement, names } from './phrases.js';

/** The same questions have other right answers now. */
export const conceptDrift: Proposal = (signs) => {
  const { truth, performance, inputs, answers } = signs;
  const first = performance[0] ?? truth[0];
  const [otherwise] = everybodysLabels(signs.bits);
  const wrong = wrongLabels(signs.bits);
  if (first === undefined) return otherwise && labelledOtherwise(otherwise, signs);
  return new Weighing(
    0.6,
    performance.length > 0 ? `The answers became worse: ${listed(names(performance))}.` : 'The truth moved.',
  )
    .when(performance.length > 0 && truth.length > 0, 0.05, 'The truth moved.')
    .when(otherwise !== undefined, 0.05, 'Everybody labels such answers otherwise than before.')
    .when(wrong.length > 0, -0.3, `${listed(accusedBy(wrong))} labels what others do not: that would look so too.`)
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

/** Only the labels beside their answers show it: not much, but everybody's. */
function labelledOtherwise(sign: BitSign, { inputs }: Signs): Hypothesis {
  return new Weighing(0.5, sentenceOf(sign))
    .when(true, 0.05, 'No source stands out.')
    .when(inputs.length > 0, -0.1, `The questions moved as well: ${listed(names(inputs))}.`)
    .conclude({
      kind: 'concept drift',
      words: 'such answers are labelled otherwise than before, by everybody',
      would_settle: [
        'Read some of the labelled events: which label is right?',
        'Look whether an instruction, a tool or the meaning of the labels changed.',
        'Look how old the sources are, and whether they were made together: many accounts of one would look like everybody.',
      ],
    });
}
