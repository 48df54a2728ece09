import { listed } from '../numbers.js';
import { Weighing, type Proposal } from './hypothesis.js';
import { movement, names } from './phrases.js';

/** A new version answers otherwise than the one before. */
export const releaseRegression: Proposal = (signs) => {
  const { answers, inputs, version, errors, latency, performance } = signs;
  const first = answers[0];
  if (version.changed === undefined || (first === undefined && !errors && !latency && performance.length === 0))
    return undefined;
  return new Weighing(0.6, version.changed)
    .when(first !== undefined, 0.1, `${listed(names(answers))} moved with it.`)
    .when(performance.length > 0, 0.1, `The answers became worse with it: ${listed(names(performance))}.`)
    .when(errors, 0.1, 'Errors rose with it.')
    .when(latency, 0.05, 'The latency changed with it.')
    .when(inputs.length === 0, 0.05, 'The questions are the same as before.')
    .when(inputs.length > 0, -0.25, `The questions moved as well: ${listed(names(inputs))}.`)
    .when(version.other_bytes !== undefined, -0.3, version.other_bytes ?? '')
    .conclude({
      kind: 'release regression',
      words:
        first === undefined
          ? `${performance[0] ? movement(performance[0]) : errors ? 'errors rose' : 'the latency changed'} since a release`
          : `${movement(first)} since a release`,
      would_settle: [
        "Ask the version before a sample of today's questions and compare the answers.",
        'Roll back for a part of the traffic and watch whether the finding ends there.',
      ],
    });
};
