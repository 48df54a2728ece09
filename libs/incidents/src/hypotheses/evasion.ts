import { accusedBy, isLink, isMostly, isProbe, isSearching, sentenceOf, whoAsks } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';

/** Somebody looks for the place where the answer changes. */
export const evasion: Proposal = (signs) => {
  const bits = signs.bits.filter(isLink);
  const first = bits[0];
  if (first === undefined || !bits.some(isSearching)) return undefined;
  const accused = accusedBy(bits);
  return new Weighing(accused.length > 0 ? 0.65 : 0.5, sentenceOf(first))
    .when(true, 0.1, 'Answers change along the way: small steps are taken until the answer is another one.')
    .when(
      signs.bits.some(({ name }) => name === 'margin'),
      0.05,
      'Many of the answers are close calls.',
    )
    .when(accused.length > 0, 0.05, 'Others ask as before over the same stretch of time.')
    .when(
      signs.bits.some((bit) => isProbe(bit) && isMostly(bit)),
      -0.2,
      'Most questions try one feature after the other, or climb to a class, wherever the answer turns.',
    )
    .when(
      signs.errors,
      -0.05,
      'Errors rose at the same time, and a client that tries again would link its questions too.',
    )
    .conclude({
      kind: 'evasion',
      words: `${whoAsks(accused)} almost the same again and again until the answer changes`,
      would_settle: [
        'Look at a run of linked questions: which features change, and does the answer turn?',
        'See whether the last question of a run was used for real afterwards.',
        'Ask whether a test of robustness was announced.',
      ],
    });
};
