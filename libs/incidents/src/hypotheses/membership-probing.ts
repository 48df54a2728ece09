import { accusedBy, isLink, isSearching, sentenceOf, whoAsks } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';

/** Somebody asks around single records: whether one was in the training data, or what one of its features is. */
export const membershipProbing: Proposal = (signs) => {
  const bits = signs.bits.filter(isLink);
  const first = bits[0];
  if (first === undefined || bits.some(isSearching)) return undefined;
  const accused = accusedBy(bits);
  return new Weighing(accused.length > 0 ? 0.6 : 0.45, sentenceOf(first))
    .when(true, 0.05, 'The answers hardly change along the way, so it is no search for the boundary.')
    .when(accused.length > 0, 0.05, 'Others ask as before over the same stretch of time.')
    .when(signs.errors, -0.1, 'Errors rose at the same time, and a client that tries again would ask so.')
    .conclude({
      kind: 'membership probing',
      words: `${whoAsks(accused)} around single records`,
      would_settle: [
        'Look whether the records in the middle of the runs are real persons or cases, and in the training data.',
        'Look whether one feature is tried with all its values while the rest is held.',
        'Ask whether a what-if tool of the business asks so.',
      ],
    });
};
