import { accusedBy, sentenceOf, whoAsks } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';

/** Somebody tells a language model what it should not be told. */
export const injection: Proposal = (signs) => {
  const flagged = signs.bits.find(({ name }) => name === 'flagged');
  const classified = signs.bits.find(({ name }) => name === 'classified');
  const persisted = signs.bits.find(({ name }) => name === 'persisted');
  const first = flagged ?? classified ?? persisted;
  if (first === undefined) return undefined;
  const accused = accusedBy([flagged ?? [], classified ?? [], persisted ?? []].flat());
  return new Weighing(0.65, sentenceOf(first))
    .when(flagged !== undefined && classified !== undefined, 0.05, 'A classifier scores prompts high too.')
    .when(first !== persisted && persisted !== undefined, 0.1, 'Questions that were refused are answered after all.')
    .when(accused.length > 0, 0.1, 'Others write as before over the same stretch of time.')
    .when(accused.length === 0, -0.05, 'Nobody stands out: retrieved texts or a new use would look like this.')
    .when(
      signs.bits.some(({ name }) => name === 'leak'),
      0.1,
      'Answers look like leaks at the same time.',
    )
    .conclude({
      kind: 'injection',
      words: `${whoAsks(accused)} ${first === persisted ? 'again what was refused, and is answered' : 'with prompts that look like attacks'}`,
      would_settle: [
        'Read some of the prompts, and what was answered.',
        'Look whether the texts come from people or from documents that are retrieved.',
      ],
    });
};
