import { digestOf, type Finding, type TickRule } from '@anchorwatch/detection';
import { strip as bit } from '../declarations.js';
import type { StripResult } from './judge-strip.js';
import { usualCopies } from './strip-question.js';

const mostFeatures = 50;

/**
 * The finding that copies of suspected questions keep the answer; its id is the same whenever it is made.
 * @param ended when the finding that suspected a backdoor was over; null while it lasts
 */
export function stripFinding(
  result: StripResult,
  suspecting: Pick<Finding, 'id' | 'model' | 'baseline' | 'principals'>,
  tick: TickRule,
  ended: number | null,
): Finding {
  const { model_version, suspected, healthy, boundary, clinging, label, turned, others, p_value, alpha } = result;
  const { model, baseline, principals } = suspecting;
  const times = suspected.map(({ question }) => question.asked_at);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const moment = (time: number) => ({ event: 0, time });
  const [value, critical] = [-Math.log10(p_value), -Math.log10(alpha)];
  const statistic = 'surprise of ranks';
  const { kept } = suspected[0]!.question;
  const clings = healthy.filter((entropy) => entropy <= boundary).length;
  return {
    id: digestOf([model, baseline, 'compromise', bit.name, model_version, suspecting.id]).slice(0, 32),
    detector: 'compromise',
    kind: bit.suspicion,
    tier: 'alarm',
    model,
    model_version,
    baseline,
    subject: bit.name,
    role: 'bit',
    segment: '',
    principals,
    statistic,
    value,
    critical,
    p_value,
    n: suspected.length,
    n_effective: suspected.length,
    window: { first_event: 0, last_event: 0, from, to },
    raised_at: moment(to),
    ended_at: ended === null ? null : moment(Math.max(to, ended)),
    tick: tick.kind === 'time' ? Math.floor(to / tick.ms) : 0,
    scale: 1,
    tests: [{ statistic, value, p_value, critical }],
    evidence: {
      current: [clinging, suspected.length - clinging],
      reference: [clings, healthy.length - clings],
      bins: ['keeps its answer', 'others'],
      psi: 0,
      ks: Math.max(0, clinging / suspected.length - clings / healthy.length),
      nulls: 0,
      questions: {
        level: 'pooled',
        examples: suspected.map(({ question, entropy }) => ({
          event_id: question.event_id,
          principal: '',
          beside: '',
          because: `entropy ${entropy.toFixed(2)} of ${usualCopies} copies`,
        })),
        most: [],
        linked: 0,
        flipped: 0,
      },
      strip: {
        finding: suspecting.id,
        copies: usualCopies,
        kept,
        label,
        boundary,
        turned,
        others,
        healthy,
        suspected: suspected.map(({ question, label: own, entropy }) => ({
          question: question.question,
          event_id: question.event_id,
          asked_at: question.asked_at,
          features: Object.fromEntries(Object.entries(question.features).slice(0, mostFeatures)),
          label: own,
          entropy,
        })),
      },
      techniques: { atlas: bit.atlas, owasp: bit.owasp, nist: bit.nist },
    },
    words: `copies of ${clinging} of ${suspected.length} suspected questions, half of all but ${kept.join(', ')} replaced, keep the answer ${label}, those of ${clings} of ${healthy.length} healthy ones theirs; ${turned} of ${suspected.length} get another answer with ${kept.join(', ')} moved to an ordinary value (p ${p_value.toPrecision(2)}, level ${alpha.toPrecision(2)})`,
  };
}
