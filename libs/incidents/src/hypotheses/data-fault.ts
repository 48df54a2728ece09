import { listed } from '../numbers.js';
import { isInput, type Signs } from '../signs.js';
import { Weighing, type Proposal } from './hypothesis.js';
import { movement, names } from './phrases.js';

/** From this PSI or KS distance on, a single input moved hugely (Siddiqi 2006 takes a PSI of 0.25 for a major shift). */
const HUGE_PSI = 0.25;
const HUGE_KS = 0.2;

/** What the model is sent is wrong: a unit, a join, a default, a type, or nothing at all. */
export const dataFault: Proposal = (signs) => inputFault(signs) ?? missingTraffic(signs) ?? stuckAnswer(signs);

function inputFault(signs: Signs) {
  const { faults, answers } = signs;
  // That they go together otherwise follows from a wrong input as well as from a new world: it says nothing here.
  const inputs = signs.inputs.filter(isInput);
  const first = inputs[0];
  if (first === undefined) return undefined;
  const alone = inputs.length === 1;
  const huge = first.psi >= HUGE_PSI || first.ks >= HUGE_KS;
  const faulty = new Set(faults.map(({ subject }) => subject));
  const all = inputs.every(({ subject }) => faulty.has(subject));
  if (!alone && !all) return undefined;

  const subject = faults[0]?.subject ?? first.subject;
  const reason = alone
    ? `Only one input moved: ${subject}.`
    : `All ${inputs.length} inputs that moved show signs of a fault.`;
  const weighing = new Weighing(0.3, reason);
  for (const [index, sign] of faults.slice(0, 4).entries())
    weighing.when(true, index === 0 ? sign.weight : 0.02, sign.reason);
  weighing
    .when(
      alone && huge,
      0.2,
      `It moved hugely (PSI ${first.psi.toFixed(2)}), and the world seldom moves one input alone.`,
    )
    .when(signs.pace === 'abrupt', 0.05, 'It came from one moment to the next.')
    .when(answers.length > 0, 0, `${listed(names(answers))} moved with it, as would follow from a wrong input.`)
    .when(signs.errors, 0.05, 'Errors rose at the same time.')
    .when(signs.faint_inputs.length > 0, 0, faintly(signs))
    .when(signs.pace === 'slow', -0.15, 'It grew slowly; a fault mostly comes at once.')
    .when(signs.truth.length > 0, -0.1, 'The truth moved too, which a faulty input would not cause.');
  return weighing.conclude({
    kind: 'data fault',
    words: faults[0]?.words ?? movement(first),
    would_settle: [
      `Compare ${subject} at its source with what the model is sent: unit, join, default, encoding.`,
      'Ask what changed in the feed shortly before the first finding.',
    ],
  });
}

function missingTraffic({ volume }: Signs) {
  if (volume !== 'down' && volume !== 'silence') return undefined;
  const words = volume === 'silence' ? 'no more questions arrive' : 'far fewer questions arrive than usual';
  return new Weighing(volume === 'silence' ? 0.65 : 0.5, `${words.charAt(0).toUpperCase()}${words.slice(1)}.`).conclude(
    {
      kind: 'data fault',
      words,
      would_settle: ['Look whether callers still call: a broken feed and a quiet day differ at the source.'],
    },
  );
}

function stuckAnswer({ constant_answer, version, inputs }: Signs) {
  if (!constant_answer || inputs.length > 0) return undefined;
  return new Weighing(
    0.5,
    'The model gives one answer to everything: a default, a cache or a lost input looks like this.',
  )
    .when(version.changed !== undefined, -0.2, version.changed ?? '')
    .conclude({
      kind: 'data fault',
      words: 'the answer stands still',
      would_settle: ['Ask the model two very different questions by hand.', 'Look whether it falls back to a default.'],
    });
}

function faintly({ faint_inputs }: Signs): string {
  return `${listed(names(faint_inputs))} moved too, but not enough to explain it.`;
}
