import type { BitSign } from '../bit-signs.js';
import { listed } from '../numbers.js';
import { accusedBy, sentenceOf } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';

/** What contradicts the labels of others … */
const WRONG = ['flips', 'pair', 'odd', 'far'];
/** … and what is unusual about who labels what, and when. */
const UNUSUAL = ['share', 'relabelled', 'burst'];
/** What everybody does, which is the world's doing sooner than somebody's. */
const EVERYBODYS = ['turned', 'mix'];
const OTHERS = 'Others label as before over the same stretch of time, so the world did not change.';

/** Somebody feeds the model, or whoever trains the next one, wrong labels. Labels of everybody that change accuse nobody: that is drift. */
export const poisoning: Proposal = (signs) => {
  const bits = signs.bits.filter(({ name }) => isAboutLabels(name));
  const wrong = wrongLabels(bits);
  const unusual = bits.filter(({ name }) => UNUSUAL.includes(name));
  const first = wrong[0] ?? unusual[0];
  if (first === undefined) return undefined;
  const accused = accusedBy(bits);
  return new Weighing(wrong.length > 0 ? 0.65 : 0.4, sentenceOf(first))
    .when(wrong.length > 0, 0.05, OTHERS)
    .when(
      wrong.length > 0 && unusual.length > 0,
      0.1,
      `How it labels is unusual too: ${listed(unusual.map(({ name }) => name))}.`,
    )
    .when(
      wrong.length > 0 && signs.performance.length + signs.truth.length > 0,
      0.1,
      'What labels say of the answers has changed too, as wrong labels make it.',
    )
    .when(
      wrong.length === 0,
      0,
      'Nothing is wrong with the labels themselves: somebody may only work more than before.',
    )
    .when(
      everybodysLabels(signs.bits).length > 0,
      -0.1,
      'Everybody labels otherwise than before as well, which is drift or another instruction.',
    )
    .when(
      accused.length > 3,
      -0.1,
      `${accused.length} sources at once: a tool or an instruction of theirs may have changed.`,
    )
    .conclude({
      kind: 'poisoning',
      words: `${accused.length > 3 ? `${accused.length} sources` : listed(accused)} ${wrong.length > 0 ? (accused.length === 1 ? 'gives labels that contradict' : 'give labels that contradict') : accused.length === 1 ? 'labels as it never did, without contradicting' : 'label as they never did, without contradicting'} those of others`,
      would_settle: [
        'Read some of the labelled events: which label is right?',
        'Ask the source, and look who has access to its account or feed.',
        'Hold its labels back from training, and fit the model again without them: does it answer otherwise?',
      ],
    });
};

/** Findings on labels of sources that contradict those of others. */
export function wrongLabels(bits: readonly BitSign[]): readonly BitSign[] {
  return bits.filter(({ name }) => WRONG.includes(name));
}

/** Findings on labels of everybody together. */
export function everybodysLabels(bits: readonly BitSign[]): readonly BitSign[] {
  return bits.filter(({ name }) => EVERYBODYS.includes(name));
}

function isAboutLabels(name: string): boolean {
  return WRONG.includes(name) || UNUSUAL.includes(name);
}
