import { accusedBy, sentenceOf } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';

/** A language model tells what it should not tell. */
export const leakage: Proposal = (signs) => {
  const canary = signs.bits.find(({ name }) => name === 'canary');
  const leak = signs.bits.find(({ name }) => name === 'leak');
  const link = signs.bits.find(({ name }) => name === 'link');
  const first = canary ?? leak ?? link;
  if (first === undefined) return undefined;
  const accused = accusedBy([canary ?? [], leak ?? [], link ?? []].flat());
  return new Weighing(canary !== undefined ? 0.9 : leak !== undefined ? 0.65 : 0.45, sentenceOf(first))
    .when(canary !== undefined && leak !== undefined, 0.03, 'Other answers look like leaks too.')
    .when(
      first !== link && link !== undefined,
      first === canary ? 0.02 : 0.1,
      'Answers point at hosts that no healthy answer pointed at.',
    )
    .when(accused.length > 0 && first !== canary, 0.1, 'Others are answered as before over the same stretch of time.')
    .when(signs.version.changed !== undefined && first !== canary, -0.1, signs.version.changed ?? '')
    .conclude({
      kind: 'leakage',
      words:
        first === canary
          ? 'a canary token of the system prompt came out'
          : first === leak
            ? 'answers look like secrets, personal data or the system prompt'
            : 'answers point at hosts that are new to them',
      would_settle: [
        'Read some of the answers: are the secrets real, and whose are the data?',
        'Look what the prompts before them asked for.',
        ...(first === canary
          ? ['Ask whether somebody put the token into a question or a document that the model reads.']
          : []),
      ],
    });
};
