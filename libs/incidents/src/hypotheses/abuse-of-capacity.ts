import { listed } from '../numbers.js';
import type { Signs } from '../signs.js';
import { accusedBy, costs, sentenceOf, whoAsks } from './at-work.js';
import { Weighing, type Hypothesis, type Proposal } from './hypothesis.js';

/** Somebody asks more than the service was made for. */
export const abuseOfCapacity: Proposal = (signs) => costlyQuestions(signs) ?? manyQuestions(signs);

/** Each question costs too much, or one principal's cost too much together. */
function costlyQuestions(signs: Signs): Hypothesis | undefined {
  const bits = signs.bits.filter(costs);
  const [first] = bits;
  const accused = accusedBy(bits);
  // Answers that are slow for everybody are no doing of those who ask.
  if (first === undefined || (accused.length === 0 && bits.every(({ name }) => name === 'slow'))) return undefined;
  const others = bits.slice(1).map(({ name }) => name);
  return new Weighing(accused.length > 0 ? 0.65 : 0.45, sentenceOf(first))
    .when(others.length > 0, 0.1, `Also set too often: ${listed(others)}.`)
    .when(accused.length > 0, 0.05, 'Others cost what they did before over the same stretch of time.')
    .when(
      accused.length === 0,
      0,
      'Nobody stands out: a new use of the model would look like this, and so would a campaign over many accounts.',
    )
    .when(signs.volume === 'up', 0.1, 'Far more questions arrive than usual.')
    .when(signs.latency, 0.05, 'The latency suffers.')
    .when(signs.version.changed !== undefined, -0.2, signs.version.changed ?? '')
    .when(
      bits.every(({ name }) => name === 'again'),
      -0.1,
      'A client or agent that is caught in a loop asks so and means no harm.',
    )
    .conclude({
      kind: 'abuse of capacity',
      words: `${whoAsks(accused)} for more than the service was made for`,
      would_settle: [
        'Look at the dearest questions: do they follow a task of the business, or only keep the model busy?',
        'Ask whoever owns the accounts whether a new use, a load test or a broken client explains it.',
      ],
    });
}

function manyQuestions(signs: Signs): Hypothesis | undefined {
  if (signs.volume !== 'up') return undefined;
  return new Weighing(0.5, 'Far more questions arrive than usual.')
    .when(signs.principals.length === 1, 0.25, `They come from one principal: ${signs.principals[0] ?? ''}.`)
    .when(signs.principals.length > 1, 0.1, `Most come from ${listed(signs.principals)}.`)
    .when(signs.latency, 0.1, 'The latency suffers.')
    .when(signs.errors, 0.05, 'Errors rose at the same time.')
    .when(signs.inputs.length >= 3, -0.15, 'Many inputs moved: new users or a new use would look like this.')
    .conclude({
      kind: 'abuse of capacity',
      words: 'far more questions arrive than usual',
      would_settle: [
        'Look who asks: volume by principal, key and network.',
        'Ask whether a new caller or a load test was announced.',
      ],
    });
}
