import { accusedBy, isLink, isMostly, isProbe, isSearching, sentenceOf, whoAsks } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';

/** Somebody asks around single records: whether one was in the training data, what one of its features is, or what is typical of a class. */
export const membershipProbing: Proposal = (signs) => {
  const probes = signs.bits.filter(isProbe);
  const links = signs.bits.filter(isLink);
  const isSearch = links.some(isSearching);
  const isProof = probes.some(({ name }) => name === 'honey');
  const bits = [...probes, ...links];
  const first = bits[0];
  if (first === undefined || (isSearch && !isProof && !probes.some(isMostly))) return undefined;
  const accused = accusedBy(bits);
  return new Weighing(accused.length > 0 ? 0.6 : 0.45, sentenceOf(first))
    .when(
      links.length > 0 && !isSearch,
      0.05,
      'The answers hardly change along the way, so it is no search for the boundary.',
    )
    .when(isProof, 0.2, 'Honey records were asked about: nobody should know of them who has no copy of the data.')
    .when(
      probes.some(({ name }) => name === 'sweep'),
      0.1,
      'One feature is tried with value after value while the others are held: attribute inference asks so.',
    )
    .when(
      probes.some(({ name }) => name === 'climb'),
      0.1,
      'Questions vary the most confident answer so far: inversion climbs so to what is typical of a class.',
    )
    .when(accused.length > 0 && !isProof, 0.05, 'Others ask as before over the same stretch of time.')
    .when(signs.errors, -0.1, 'Errors rose at the same time, and a client that tries again would ask so.')
    .conclude({
      kind: 'membership probing',
      words: `${whoAsks(accused)} ${isProof ? 'about records that nobody should know of' : 'around single records'}`,
      would_settle: [
        'Look whether the records in the middle of the runs are real persons or cases, and in the training data.',
        'Ask whether a what-if tool of the business asks so.',
      ],
    });
};
