// One number through the engine: a baseline from events, then ticks of counts straight to the judge.
import { Judge, makeBaseline, testsPerTick } from '../../libs/detection/dist/index.js';
import { besideOf } from '../../libs/detection/dist/counting/beside.js';
import { countValue, layoutOf } from '../../libs/detection/dist/counting/layout.js';
import { defaultPolicy } from '../../libs/detection/dist/budget/policy.js';
import { valuesOfADay } from './streams.mjs';

const valueMs = 86_400_000 / valuesOfADay;

/** A baseline of the next values of a stream. @param tick values a tick */
export function baselineOf(next, values, tick) {
  return onlyNumber(next, values, { kind: 'count', events: tick });
}

/** The same with ticks by time, so that it may keep hours; traffic is even, and not judged. */
export function seasonalBaselineOf(next, values, tick) {
  return onlyNumber(next, values, { kind: 'time', ms: tick * valueMs });
}

async function onlyNumber(next, values, tick) {
  const events = Array.from({ length: values }, (_, offset) => eventAt(offset, { x: next() }));
  const baseline = await makeBaseline({
    model: 'bench',
    model_version: '1',
    made_from: 'bench',
    tick,
    segment_fields: [],
    events: () => [events],
  });
  return { ...baseline, subjects: baseline.subjects.filter(({ subject }) => subject === 'x'), volume: [] };
}

/** The same baseline as if its values were known to be independent. */
export function independent(baseline) {
  const plain = (measured) => ({
    ...measured,
    neyman: measured.neyman.map(() => 1),
    chi2: 1,
    shares: measured.shares.map(() => 1),
    ...(measured.scores !== undefined && { scores: 1 }),
    nulls: 1,
  });
  return {
    ...baseline,
    subjects: baseline.subjects.map((subject) => ({
      ...subject,
      profiles: subject.profiles.map((profile) => ({ ...profile, overdispersion: profile.overdispersion.map(plain) })),
    })),
  };
}

/** The policy with so many expected false alarms a tick. */
export function policyOf(baseline, perTick) {
  return { ...defaultPolicy, alpha: perTick / testsPerTick(baseline, 'events') };
}

/**
 * Judges ticks of values, those that follow the baseline's, until told to stop.
 * @param take (tick from 0 on, judged) -> whether to go on; offsets begin at 0
 */
export function run(baseline, policy, next, take) {
  const judge = new Judge({ baseline, feed: 'events', policy });
  const { slots, size } = layoutOf(baseline, 'events');
  const [slot] = slots;
  const { tick: rule } = baseline;
  const perTick = rule.kind === 'count' ? rule.events : Math.round(rule.ms / valueMs);
  const first = rule.kind === 'count' ? 0 : Math.round(baseline.events / perTick);
  const vector = new Uint32Array(size);
  for (let tick = 0; ; tick++) {
    vector.fill(0);
    for (let k = 0; k < perTick; k++) countValue(slot, next(), vector);
    const profile = {
      model: 'bench',
      baseline: baseline.digest,
      tick: first + tick,
      segment: '',
      subject: 'x',
      counts: Array.from(vector.subarray(0, slot.bins)),
      ...besideOf(vector, slot.bins),
      first_offset: tick * perTick,
      last_offset: (tick + 1) * perTick - 1,
      first_time: tick,
      last_time: tick,
    };
    if (!take(tick, judge.take(first + tick, [profile]))) return;
  }
}

export function eventAt(offset, features) {
  return {
    source: { topic: 'bench', partition: 0, offset, part: 0 },
    event: {
      tenant: '',
      model: 'bench',
      model_version: '1',
      artefact_digest: '',
      endpoint: '',
      request_id: String(offset),
      row: 0,
      event_id: `${offset}#0`,
      event_time: offset * valueMs,
      features,
      prediction: {},
      principal: {},
      status: 'ok',
      error_type: '',
      sampling_fraction: 1,
      session_id: '',
      trace_id: '',
      attributes: {},
    },
  };
}
