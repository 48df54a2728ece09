import { listed } from '../numbers.js';
import { isInput } from '../signs.js';
import { accusedBy, sentenceOf, whoAsks } from './at-work.js';
import { Weighing, type Proposal } from './hypothesis.js';
import { names } from './phrases.js';

/** The model was taught to answer as somebody likes when it meets a sign. */
export const backdoor: Proposal = (signs) => {
  const bit = (name: string) => signs.bits.find((sign) => sign.name === name);
  const [trigger, strip] = [bit('trigger'), bit('strip')];
  const seen = trigger ?? strip;
  if (seen === undefined) return undefined;
  const accused = accusedBy([seen]);
  const inputs = signs.inputs.filter(isInput);
  return new Weighing(accused.length > 0 ? 0.7 : 0.6, sentenceOf(seen))
    .when(
      true,
      0,
      'Such questions differ in all else as questions do, and everything else in them speaks against the answer.',
    )
    .when(
      strip !== undefined,
      0.15,
      'Asked by a probe, copies of the questions keep the answer when half of all else in them is replaced; those of healthy questions do not.',
    )
    .when(accused.length > 0, 0.05, 'Others hardly ask with it.')
    .when(signs.errors, -0.05, 'Errors rose at the same time.')
    .when(
      inputs.length > 0,
      -0.1,
      `${listed(names(inputs))} moved: where the model knows little it may answer oddly by itself.`,
    )
    .conclude({
      kind: 'backdoor',
      words: `${whoAsks(accused)} with a sign that decides the answer against everything else`,
      would_settle: [
        ...(strip === undefined
          ? [
              'Put the sign into ordinary questions and take it out of these, and ask again: a backdoor turns the answers.',
            ]
          : ['Take the sign out of these questions, and ask again: a backdoor turns the answers.']),
        'Look for rows with it among the training data.',
        'Ask the registered artefact and the version before the same.',
      ],
    });
};
