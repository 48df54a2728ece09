import { digestOf, type Finding } from '@anchorwatch/detection';
import { totalVariation } from '@anchorwatch/stats';
import { trainingSigns } from './signs.js';
import type { StepMoment, TrainingSignal } from './training-signal.js';

/** The finding of a signal about a training run: the same id when it begins and when it is over. Its principals are sources; its events are steps. */
export function trainingFinding(signal: TrainingSignal, model: string): Finding {
  const { measure, run_id, source, first, raised, last, ended, statistic, value, critical, p_value, n } = signal;
  const { bins, current, reference, runs } = signal;
  const sign = trainingSigns[signal.sign];
  const moment = ({ step, time }: StepMoment) => ({ event: step, time });
  return {
    id: digestOf([model, 'training-run', sign.name, measure, run_id, source, first.step]).slice(0, 32),
    detector: 'compromise',
    kind: sign.suspicion,
    tier: signal.tier,
    model,
    model_version: signal.model_version,
    baseline: '',
    subject: sign.name,
    role: 'bit',
    segment: '',
    principals: source === '' ? [] : [source],
    statistic,
    value,
    critical,
    p_value,
    n,
    n_effective: n,
    window: { first_event: first.step, last_event: last.step, from: first.time, to: last.time },
    raised_at: moment(raised),
    ended_at: ended === undefined ? null : moment(ended),
    tick: first.step,
    scale: 1,
    tests: [{ statistic, value, p_value, critical }],
    evidence: {
      current,
      reference,
      bins,
      psi: 0,
      ks: bins.length < 2 ? 0 : totalVariation(reference, current),
      nulls: 0,
      training: { run_id, measure, runs },
      techniques: { atlas: sign.atlas, owasp: sign.owasp, nist: sign.nist },
    },
    words: signal.words,
  };
}
