import { digestOf, type Finding } from '@anchorwatch/detection';
import type { Calibration } from './calibration.js';
import type { Exposure } from './exposure/exposure.js';
import type { Signal } from './signal.js';

/** The baseline beside which the calibration was made, and the length of its ticks. */
export interface FindingPlace {
  readonly baseline: string;
  /** The tick of an event, by its number or time. */
  readonly tickOf: (moment: { readonly offset: number; readonly time: number }) => number;
}

/** The finding of a signal: the same id when it begins and when it is over. */
export function findingOf(signal: Signal, calibration: Calibration, place: FindingPlace): Finding {
  const { bit, level, principal, excess, overdispersion, ended } = signal;
  const { window, set, critical, rate, first, last } = excess;
  const { model, model_version } = calibration;
  const segment = '';
  const moment = (at: { offset: number; time: number }) => ({ event: at.offset, time: at.time });
  return {
    id: digestOf([model, place.baseline, 'compromise', bit.name, level, principal, last.offset]).slice(0, 32),
    detector: 'compromise',
    kind: bit.suspicion,
    tier: 'alarm',
    model,
    model_version,
    baseline: place.baseline,
    subject: bit.name,
    role: 'bit',
    segment,
    principals: accused(signal),
    statistic: 'rate',
    value: set / window,
    critical: critical / window,
    p_value: signal.p_value,
    n: window,
    n_effective: window / overdispersion,
    window: { first_event: first.offset, last_event: last.offset, from: first.time, to: last.time },
    raised_at: moment(last),
    ended_at: ended === undefined ? null : moment(ended),
    tick: place.tickOf(last),
    scale: window,
    tests: [{ statistic: 'rate', value: set / window, p_value: signal.p_value, critical: critical / window }],
    evidence: {
      current: [set, window - set],
      reference: [Math.round(rate * 10_000), 10_000 - Math.round(rate * 10_000)],
      bins: [bit.name, 'others'],
      psi: 0,
      ks: Math.max(0, set / window - rate),
      nulls: 0,
      questions: {
        level,
        ...(level === 'group' ? { members: signal.memberCount } : {}),
        examples: signal.examples,
        most: signal.concentration,
        linked: signal.linked,
        flipped: signal.flipped,
        ...(signal.supporting === undefined ? {} : { supporting: signal.supporting }),
      },
      techniques: { atlas: bit.atlas, owasp: bit.owasp, nist: bit.nist },
    },
    words: signal.exposure === undefined ? wordsOf(signal) : exposureWords(signal, signal.exposure),
  };
}

/** Who is at work: where a question alone is proof, everybody who asked one, but for what was changed behind the model. */
function accused({ bit, level, principal, members, concentration }: Signal): readonly string[] {
  if (level === 'group') return members;
  if (level !== 'pooled') return [principal];
  return bit.never && bit.suspicion !== 'tampering' ? concentration.map(({ principal: asker }) => asker) : [];
}

/** What was seen, by whom, against what. */
function wordsOf({ bit, excess, flipped, linked, examples, ...whose }: Signal): string {
  const { set, window, critical, rate } = excess;
  const links = linked > 0 ? `; ${flipped} of ${linked} linked ones got another answer` : '';
  const because = examples.at(-1)?.because ?? '';
  const last = because === '' ? '' : `; the last one: ${because}`;
  const [who, behind] = namesOf(whose);
  return `${set} of the last ${window} questions of ${who} ${bit.means} (${percent(rate)} is ordinary, ${critical} of ${window} critical${links})${behind}${last}`;
}

/** What could be reproduced, by whom, and what comparable customers could. */
function exposureWords(signal: Signal, { questions, fidelity, low, high, without }: Exposure): string {
  const [who] = namesOf(signal);
  return `${percent(fidelity)} of the model’s answers to others could be reproduced from those to ${questions} different questions of ${who} (95 % between ${percent(low)} and ${percent(high)}; ${percent(without)} without asking), where ${percent(signal.excess.rate)} is ordinary of customers who asked as many`;
}

function namesOf({
  level,
  principal,
  memberCount,
  among,
}: Pick<Signal, 'level' | 'principal' | 'memberCount' | 'among'>): readonly [string, string] {
  if (level === 'pooled') return ['everybody', ''];
  if (level !== 'group') return [`${level} ${principal}`, ''];
  const group = `a group of ${memberCount} principals (${principal})`;
  return among === 'own' ? [group, ''] : ['everybody', `, and ordinarily few without ${group}`];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
}
