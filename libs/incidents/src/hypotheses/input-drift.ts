import { listed } from '../numbers.js';
import { isInput } from '../signs.js';
import { accusedBy } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';
import { movement, names } from './phrases.js';

/** The questions changed because the world did. */
export const inputDrift: Proposal = (signs) => {
  const { answers, faults } = signs;
  const inputs = signs.inputs.filter(isInput);
  const first = signs.inputs[0];
  const accused = accusedBy(signs.bits);
  if (first === undefined) return undefined;
  const faulty = new Set(faults.filter(({ weight }) => weight >= 0.3).map(({ subject }) => subject));
  const share = inputs.filter(({ subject }) => faulty.has(subject)).length / Math.max(1, inputs.length);
  const moved =
    inputs.length === 0
      ? 'Each input is as before, but they no longer go together as they did.'
      : inputs.length === 1
        ? `${first.subject} moved.`
        : `${inputs.length} inputs moved: ${listed(names(inputs))}.`;
  return new Weighing(0.4, moved)
    .when(inputs.length === 2, 0.15, 'Two inputs moved together.')
    .when(inputs.length >= 3, 0.3, 'So many inputs rarely break at once; the questions themselves are different.')
    .when(signs.pace === 'slow', 0.1, 'It grew slowly.')
    .when(answers.length > 0, 0.05, `The answers followed: ${listed(names(answers))} moved too.`)
    .when(signs.performance.length > 0, 0.1, `The answers became worse with them: ${listed(names(signs.performance))}.`)
    .when(signs.truth.length > 0, 0.05, 'The truth moved as well.')
    .when(
      signs.bits.length > 0 && accused.length === 0,
      0.1,
      'Questions are unusual for everybody: nobody asks otherwise than the rest.',
    )
    .when(
      accused.length > 0,
      -0.35,
      `${listed(accused.slice(0, 3))} ${accused.length === 1 ? 'asks' : 'ask'} otherwise than the rest over the same stretch of time, which drift would not explain.`,
    )
    .when(share > 0, -0.3 * share, `${listed([...faulty])} shows signs of a fault at the source.`)
    .when(signs.version.changed !== undefined, -0.05, signs.version.changed ?? '')
    .conclude({
      kind: 'input drift',
      words:
        inputs.length <= 1 ? movement(first) : `${inputs.length} inputs moved, most of all ${listed(names(inputs))}`,
      would_settle: [
        'Look where the new questions come from: which segment, caller or season grew.',
        'Compare labels of the new questions with the answers: does the model still hold there?',
      ],
    });
};
