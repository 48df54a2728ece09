import { sentenceOf } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';

/** Answers take longer for everybody, whatever is asked: the service is slow, and nobody is at work on the model. */
export const slowService: Proposal = (signs) => {
  const slow = signs.bits.find(({ name }) => name === 'slow');
  if (slow === undefined || slow.accused.length > 0) return undefined;
  return new Weighing(0.5, sentenceOf(slow))
    .when(
      true,
      0,
      'Nobody stands out: machines, a queue or a neighbour slow all answers alike, and an attack would not.',
    )
    .when(signs.errors, 0.05, 'Errors rose at the same time.')
    .when(signs.volume === 'up', -0.1, 'Far more questions arrive than usual, which would explain it too.')
    .conclude({
      kind: 'unexplained shift',
      words: 'answers take longer for everybody than their size explains',
      would_settle: [
        'Look at the machines that serve: load, memory, throttling, a queue before them.',
        'Ask whether the service was moved, restarted or scaled down.',
      ],
    });
};
