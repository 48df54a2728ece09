import { digestOf, type Finding } from '@anchorwatch/detection';
import type { FindingPlace } from '../finding-of.js';
import type { FeedbackCalibration } from './calibrate-feedback.js';
import type { FeedbackSignal } from './feedback-signal.js';

/** The finding of a signal about labels: the same id when it begins and when it is over. Its principals are sources. */
export function feedbackFinding(
  signal: FeedbackSignal,
  { model, model_version }: Pick<FeedbackCalibration, 'model' | 'model_version'>,
  place: FindingPlace,
): Finding {
  const { sign, source, window, set, expected, statistic, value, critical, p_value, first, last, ended } = signal;
  const moment = (at: { offset: number; time: number }) => ({ event: at.offset, time: at.time });
  return {
    id: digestOf([model, place.baseline, 'feedback', sign.name, source, last.offset]).slice(0, 32),
    detector: 'compromise',
    kind: sign.suspicion,
    tier: 'alarm',
    model,
    model_version,
    baseline: place.baseline,
    subject: sign.name,
    role: 'bit',
    segment: '',
    principals: source === '' ? [] : [source],
    statistic,
    value,
    critical,
    p_value,
    n: window,
    n_effective: window,
    window: { first_event: first.offset, last_event: last.offset, from: first.time, to: last.time },
    raised_at: moment(last),
    ended_at: ended === undefined ? null : moment(ended),
    tick: place.tickOf(last),
    scale: window,
    tests: [{ statistic, value, p_value, critical }],
    evidence: {
      current: [set, window - set],
      reference: [Math.round((10_000 * expected) / window), 10_000 - Math.round((10_000 * expected) / window)],
      bins: [sign.name, 'others'],
      psi: 0,
      ks: Math.max(0, (set - expected) / window),
      nulls: 0,
      questions: {
        level: source === '' ? 'pooled' : 'source',
        examples: signal.examples.map(({ event_id, source: of, because }) => ({
          event_id,
          principal: of,
          beside: '',
          because,
        })),
        most: signal.most.map(({ source: of, n }) => ({ principal: of, set: n })),
        linked: 0,
        flipped: 0,
      },
      techniques: { atlas: sign.atlas, owasp: sign.owasp, nist: sign.nist },
    },
    words: wordsOf(signal),
  };
}

/** What was labelled how, by whom, against what. */
function wordsOf(signal: FeedbackSignal): string {
  const { sign, source, window, set, expected, value, critical, pair, smallest } = signal;
  const who = source === '' ? 'everybody' : `source ${source}`;
  const ordinary = `${expected.toFixed(1)} are ordinary`;
  switch (sign.name) {
    case 'flips':
      return `about ${percent(value)} of the last ${window} labels of ${who} are flipped (${set} contradict what such answers are labelled, ${ordinary}; ${percent(critical)} critical${power(smallest)})`;
    case 'pair':
    case 'turned':
      return `${set} of the last ${window} labels of ${who} say ${pair!.to} where ${pair!.from} was to be expected (${ordinary}${power(smallest)})`;
    case 'mix':
      return `everybody labels such answers otherwise than in healthy times: ${pair!.to} where ${pair!.from} was to be expected in ${set} of the last ${window} (${ordinary})`;
    case 'share':
      return `${set} of the last ${window} labels come from ${who} (${ordinary} at most)`;
    default:
      return `${set} of the last ${window} labels of ${who} ${sign.means} (${ordinary})`;
  }
}

function power(smallest: number | null | undefined): string {
  if (smallest === undefined) return '';
  return smallest === null
    ? '; no share of flips would surely be found'
    : `; ${percent(smallest)} would be found nine times in ten`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
