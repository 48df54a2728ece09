import { accusedBy, sentenceOf } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';

/** A language model tells what it should not tell. */
export const leakage: Proposal = (signs) => {
  const leak = signs.bits.find(({ name }) => name === 'leak');
  const link = signs.bits.find(({ name }) => name === 'link');
  const first = leak ?? link;
  if (first === undefined) return undefined;
  const accused = accusedBy([leak ?? [], link ?? []].flat());
  return new Weighing(leak === undefined ? 0.45 : 0.65, sentenceOf(first))
    .when(leak !== undefined && link !== undefined, 0.1, 'Answers point at hosts that no healthy answer pointed at.')
    .when(accused.length > 0, 0.1, 'Others are answered as before over the same stretch of time.')
    .when(signs.version.changed !== undefined, -0.1, signs.version.changed ?? '')
    .conclude({
      kind: 'leakage',
      words:
        leak === undefined
          ? 'answers point at hosts that are new to them'
          : 'answers look like secrets, personal data or the system prompt',
      would_settle: [
        'Read some of the answers: are the secrets real, and whose are the data?',
        'Look what the prompts before them asked for.',
      ],
    });
};
