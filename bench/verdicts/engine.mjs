// Numbers through the engine: a baseline from events, then ticks of counts straight to the judge.
import { defaultPolicy, Judge, makeBaseline, testsPerTick } from '../../libs/detection/dist/index.js';
import { besideOf } from '../../libs/detection/dist/counting/beside.js';
import { countValue, layoutOf } from '../../libs/detection/dist/counting/layout.js';
import { wholeEvent } from '../../libs/telemetry/dist/index.js';
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
  const baseline = await baselineOfRows(values, tick, () => ({ x: next() }));
  return { ...baseline, subjects: baseline.subjects.filter(({ subject }) => subject === 'x'), volume: [] };
}

/**
 * A baseline of so many rows, each subject by itself. Rows are kept and made into events page by page, as often as they are
 * read: hundreds of thousands of events at once cost more than what is done with them.
 * @param row next features by name
 */
export function baselineOfRows(rows, tick, row) {
  const kept = Array.from({ length: rows }, row);
  return makeBaseline({
    model: 'bench',
    model_version: '1',
    made_from: 'bench',
    tick,
    segment_fields: [],
    joint: false,
    *events() {
      for (let first = 0; first < rows; first += 1000) {
        yield kept.slice(first, first + 1000).map((features, at) => eventAt(first + at, features));
      }
    },
  });
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
 * Judges ticks of values, those that follow the baseline's, until told to stop. Of the verdicts only those that findings come
 * from are made; the findings are those of all.
 * @param take (tick from 0 on, judged) -> whether to go on; offsets begin at 0
 */
export function run(baseline, policy, next, take) {
  const judge = new Judge({ baseline, feed: 'events', policy, verdicts: 'surprising' });
  const { tick: rule } = baseline;
  const perTick = rule.kind === 'count' ? rule.events : Math.round(rule.ms / valueMs);
  const first = rule.kind === 'count' ? 0 : Math.round(baseline.events / perTick);
  const count = tickCounter(baseline, perTick, next);
  for (let tick = 0; ; tick++) if (!take(tick, judge.take(first + tick, count(tick, first + tick)))) return;
}

/**
 * Counts the values of a tick, without an event for each.
 * @param next next value, of each subject in turn
 * @returns function (how many ticks came before, number of the tick) -> profiles, which are good until it is called again
 */
export function tickCounter(baseline, perTick, next) {
  const { slots, size } = layoutOf(baseline, 'events');
  const vector = new Uint32Array(size);
  return (before, tick) => {
    vector.fill(0);
    return slots.map((slot) => {
      for (let k = 0; k < perTick; k++) countValue(slot, next(), vector);
      return {
        model: 'bench',
        baseline: baseline.digest,
        tick,
        segment: '',
        subject: slot.subject.subject,
        counts: vector.subarray(slot.start, slot.start + slot.bins),
        ...besideOf(vector, slot.start + slot.bins),
        first_offset: before * perTick,
        last_offset: (before + 1) * perTick - 1,
        first_time: before,
        last_time: before,
      };
    });
  };
}

function eventAt(offset, features) {
  const named = { model: 'bench', model_version: '1', request_id: String(offset), event_time: offset * valueMs };
  return {
    source: { topic: 'bench', partition: 0, offset, part: 0 },
    event: wholeEvent({ ...named, features }),
  };
}
