import { Weighing, type Proposal } from './hypothesis.js';
import { accusedBy, isLink, sentenceOf, whoAsks } from './at-work.js';

const SIGNS = ['novel', 'extreme', 'margin', 'exposure'];

/** Somebody asks so as to copy the model. */
export const extraction: Proposal = (signs) => {
  const bits = signs.bits.filter(({ name }) => SIGNS.includes(name));
  const first = bits[0];
  if (first === undefined) return undefined;
  const accused = accusedBy(bits);
  const asking = bits.filter(({ name }) => name !== 'exposure');
  const walks = signs.bits.some(isLink);
  return new Weighing(accused.length > 0 ? 0.6 : 0.45, sentenceOf(first))
    .when(
      asking.length > 1,
      0.1,
      `Also ${asking
        .slice(1)
        .map(({ name }) => name)
        .join(' and ')} questions are more than ordinary.`,
    )
    .when(
      bits.length > asking.length,
      asking.length > 0 ? 0.1 : 0,
      'The answers teach a copy of the model more than as many answers to customers do.',
    )
    .when(accused.length > 0, 0.05, 'Others ask as before over the same stretch of time, so the world did not change.')
    .when(
      accused.length === 0 && signs.inputs.length > 0,
      -0.2,
      'The inputs moved for everybody: drift would look like this.',
    )
    .when(
      accused.length === 0,
      -0.05,
      'Nobody stands out: a new use of the model would look like this, and so would a campaign over many accounts.',
    )
    .when(walks, -0.05, 'Questions lie close to each other, as in a search for the boundary.')
    .conclude({
      kind: 'extraction',
      words: `${whoAsks(accused)} ${asking.length > 0 ? 'what the model is ordinarily not asked' : 'so broadly that the model could be copied'}`,
      would_settle: [
        'Look at the questions: do they follow a task of the business, or fill the space of inputs?',
        'Look who the accounts belong to, how old they are, and whether they were made together.',
        'Work out how much of the model their answers give away.',
      ],
    });
};
