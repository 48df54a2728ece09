import { randomFrom } from '@anchorwatch/stats';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline } from '../baselines/baseline.js';
import type { Finding } from '../judging/finding.js';
import type { JudgePolicy } from '../budget/policy.js';
import { sensitivityOf } from '../budget/sensitivity.js';
import { injectionsFor, type Injection } from './injections.js';
import { resample } from './resample.js';
import { countAll, trialOf } from './trial.js';

export interface SelfTestOptions {
  readonly baseline: Baseline;
  readonly policy: JudgePolicy;
  /** False alarms that one tick may cost: the budget divided by its ticks. */
  readonly alarms_per_tick: number;
  /** Traffic of the baseline's own kind, in time order: for the controls. */
  readonly healthy: readonly StoredEvent[];
  /** Recent traffic in time order; it is judged as it is, and with something done to its second half. */
  readonly recent: readonly StoredEvent[];
  readonly resamples: number;
  readonly seed: number;
  /** Nothing but the controls: recent traffic is not judged, nothing is injected. */
  readonly only_controls?: boolean;
}

/** What became of one injection. */
export interface InjectionResult {
  readonly name: string;
  readonly subject: string;
  readonly found: boolean;
  /** Events and event time from the change to the alarm; null when it was missed. */
  readonly delay_events: number | null;
  readonly delay_ms: number | null;
  /** Events of the shortest window that finds a shift of this size in nine of ten cases; null where none does or it is no shift. */
  readonly expected_events: number | null;
  /** What the alarm said; '' when it was missed. */
  readonly words: string;
}

/** How a model's watch does on known changes and on none. */
export interface SelfTestReport {
  readonly model: string;
  readonly baseline: string;
  readonly seed: number;
  /** Nothing was done, and nothing can be wrong. */
  readonly control: {
    readonly resamples: number;
    readonly ticks: number;
    /** False alarms that the budget allows in so many ticks. */
    readonly allowed: number;
    readonly alarms: number;
  };
  /** Recent traffic as it is. Alarms here are real, or the baseline is old. Absent where only controls were asked for. */
  readonly recent?: { readonly events: number; readonly from: number; readonly to: number; readonly alarms: number };
  readonly injections: readonly InjectionResult[];
}

/**
 * Tries a model's watch on known changes and on none: injects drift into copies of recent traffic, and resamples healthy
 * traffic; the same engine counts and judges both. Pure: the same input and seed give the same report. Yields the name of each step
 * that is done, and undefined within a step wherever others may have a turn.
 *
 * @throws RangeError when there are no healthy events, or no recent ones and more than the controls is asked for
 */
export function* selfTest(options: SelfTestOptions): Generator<string | undefined, SelfTestReport> {
  const { baseline, seed, only_controls = false } = options;
  if (options.healthy.length === 0 || (options.recent.length === 0 && !only_controls))
    throw new RangeError('a self-test needs healthy and recent events');
  const control = yield* makeControls(options);
  const changes = only_controls ? { injections: [] } : yield* makeChanges(options);
  return { model: baseline.model, baseline: baseline.digest, seed, control, ...changes };
}

function* makeControls(options: SelfTestOptions): Generator<string | undefined, SelfTestReport['control']> {
  const { baseline, policy, healthy, resamples, seed } = options;
  const ticks = yield* countAll(
    baseline,
    healthy.map(({ event }) => event),
  );
  const random = randomFrom(seed);
  let [judged, alarms] = [0, 0];
  for (let run = 0; run < resamples; run++) {
    const drawn = yield* trialOf(baseline, policy, resample(baseline, ticks, policy, random));
    judged += drawn.ticks;
    alarms += drawn.alarms.length;
    yield `control ${run + 1} of ${resamples}`;
  }
  return { resamples, ticks: judged, allowed: judged * options.alarms_per_tick, alarms };
}

function* makeChanges(
  options: SelfTestOptions,
): Generator<string | undefined, Pick<SelfTestReport, 'recent' | 'injections'>> {
  const { baseline, policy, recent } = options;
  const events = recent.map(({ event }) => event);
  const { alarms: untouched } = yield* trialOf(baseline, policy, yield* countAll(baseline, events));
  yield 'recent traffic as it is';
  const injections: InjectionResult[] = [];
  for (const injection of injectionsFor(baseline)) {
    injections.push(yield* tried(injection, events, options, untouched));
    yield injection.name;
  }
  const [from, to] = [events[0]!.event_time, events.at(-1)!.event_time];
  return { recent: { events: events.length, from, to, alarms: untouched.length }, injections };
}

/**
 * One injection from the middle of the recent traffic on. What alarms as soon without it is not to its credit, and a subject
 * that has alarmed before cannot alarm at once: both are misses.
 * @param untouched alarms of the same traffic without it
 */
function* tried(
  injection: Injection,
  events: readonly InferenceEvent[],
  { baseline, policy, seed }: SelfTestOptions,
  untouched: readonly Finding[],
): Generator<undefined, InjectionResult> {
  const { name, subject, shift_sd, apply } = injection;
  const from = Math.floor(events.length / 2);
  const random = randomFrom(seed);
  const changed = events.map((event, place) => {
    const luck = random();
    return place < from ? event : apply(event, luck);
  });
  const { alarms } = yield* trialOf(baseline, policy, yield* countAll(baseline, changed));
  const since = (raised: readonly Finding[]) =>
    raised.filter((alarm) => alarm.subject === subject && alarm.raised_at.event >= from);
  const anyway = since(untouched);
  const comesAnyway = ({ segment, raised_at }: Finding) =>
    anyway.some((alarm) => alarm.segment === segment && alarm.raised_at.event <= raised_at.event);
  const alarm = since(alarms).find((one) => !comesAnyway(one));
  const found = alarm !== undefined;
  return {
    name,
    subject,
    found,
    delay_events: found ? alarm.raised_at.event - from + 1 : null,
    delay_ms: found ? Math.max(0, alarm.raised_at.time - events[from]!.event_time) : null,
    expected_events: shift_sd === null ? null : expectedOf(subject, shift_sd, baseline, policy),
    words: found ? alarm.words : '',
  };
}

function expectedOf(subject: string, shift: number, baseline: Baseline, policy: JudgePolicy): number | null {
  const windows = sensitivityOf(baseline, 'events', policy, subject).filter(({ segment }) => segment === '');
  const enough = windows.find(({ smallest_shift }) => smallest_shift !== null && smallest_shift <= shift);
  return enough === undefined ? null : Math.round(enough.n);
}
