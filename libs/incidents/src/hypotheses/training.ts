import type { BitSign } from '../bit-signs.js';
import { listed } from '../numbers.js';
import { accusedBy, sentenceOf } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';

/** What accuses a source of a training run … */
const OF_SOURCES = ['balance', 'swapped'];
/** … and how the run went. */
const OF_CURVES = ['spike', 'surge', 'jump'];

const READ_SOURCE =
  'Compare what the source holds with a copy from before: which rows were added, removed or labelled anew?';
const TRAIN_AGAIN = 'Train again without the source, or with its former content: does the run go as before?';

/** Somebody changes what the model learns from: a source whose labels or content changed while others did not. */
export const poisonedTraining: Proposal = ({ bits }) => {
  const sources = named(bits, OF_SOURCES);
  const [first] = sources;
  if (first === undefined) return undefined;
  const curves = named(bits, OF_CURVES);
  const accused = accusedBy(sources);
  const mixed = sources.some(({ name }) => name === 'balance');
  return new Weighing(mixed ? 0.6 : 0.5, sentenceOf(first))
    .when(sources.length > 1, 0.1, 'Both its content and its mix of labels changed.')
    .when(curves.length > 0, 0.1, `The run went otherwise too: ${listed(curves.map(({ name }) => name))}.`)
    .when(!mixed, 0, 'Its labels are not known to be mixed otherwise: it may only have been brought up to date.')
    .when(accused.length > 3, -0.1, `${accused.length} sources at once: how they are read or joined may have changed.`)
    .conclude({
      kind: 'poisoning',
      words: `what the model learns from ${accused.length > 3 ? `${accused.length} sources` : accused.length === 0 ? 'its data' : listed(accused)} changed during or between training runs`,
      would_settle: [READ_SOURCE, 'Ask who wrote to the source, and with whose account.', TRAIN_AGAIN],
    });
};

/** Some reports of a run stand out by themselves: broken examples, or learning that went unstable. */
export const brokenBatch: Proposal = ({ bits }) => {
  const [first, ...rest] = named(bits, ['spike', 'surge']);
  if (first === undefined) return undefined;
  return new Weighing(0.45, sentenceOf(first))
    .when(rest.length > 0, 0.1, 'Loss and gradient norm rose together, as examples that are out of range make them.')
    .when(
      named(bits, ['jump']).length > 0,
      -0.05,
      'The whole run went otherwise than those before, not only some steps.',
    )
    .conclude({
      kind: 'data fault',
      words: 'some steps of a training run stand out, as broken examples make them',
      would_settle: [
        'Look at the examples of the batches at these steps: are values out of range, or labels wrong?',
        'Train again from the checkpoint before: the same rise at the same examples is theirs.',
      ],
    });
};

/** A run went otherwise than comparable ones, and nothing that was told explains it. */
export const otherRun: Proposal = ({ bits }) => {
  const [first] = named(bits, ['jump']);
  if (first === undefined) return undefined;
  return new Weighing(0.4, sentenceOf(first))
    .when(true, 0, 'Neither code, configuration, sources nor learning rate are told to be others.')
    .conclude({
      kind: 'unexplained shift',
      words: 'a training run went otherwise than those before',
      would_settle: [
        'Compare what the run read with what the run before read, row by row.',
        'Train again with the same seed: does it go as this one, or as those before?',
      ],
    });
};

function named(bits: readonly BitSign[], names: readonly string[]): readonly BitSign[] {
  return bits.filter(({ name }) => names.includes(name));
}
