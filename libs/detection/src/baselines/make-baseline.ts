import type { InferenceEvent, StoredEvent, StoredLabel } from '@anchorwatch/telemetry';
import type {
  Baseline,
  BaselineSubject,
  BaselineVolume,
  CompromiseWatch,
  FeedbackWatch,
  LeftOut,
  TickRule,
} from './baseline.js';
import { volumeOf } from './baseline-volume.js';
import { binCount, makeBinner } from '../counting/binner.js';
import { digestOf } from '../digest.js';
import { EncodedSubject, hasEnds, orderByTick, type TickOrder } from './encode.js';
import { reachesOf, roomOf } from './extremes.js';
import { FittingSample, isFitting } from '../joint/fitting-sample.js';
import { jointEncoder } from '../joint/joint-encoder.js';
import { planJoint } from '../joint/plan.js';
import { layoutOf, type Slot } from '../counting/layout.js';
import { eventsOutside, isLeftOut, labelsOutside, wholeTicks } from './left-out.js';
import { measureSubject, type Cut, type Segment } from './measured-subject.js';
import { seasonsOf } from '../phases/choose-phases.js';
import { defaultPolicy, scalesOf } from '../budget/policy.js';
import { featureOfSubject, truthOf, valueOf } from '../counting/subjects.js';
import { measurePerformance } from '../performance/measure-performance.js';
import { warningsOf } from './growth-warnings.js';
import { BaselineRefused, spanOf, surveyEvents, surveyLabels, type Pages, type Survey } from './survey.js';

export interface BaselineOptions {
  readonly model: string;
  readonly model_version: string;
  /** A file's name and digest, or a range of stored telemetry. */
  readonly made_from: string;
  readonly tick: TickRule;
  /** Names of features or attributes; each value with enough events becomes a segment, at most 20 a field. */
  readonly segment_fields: readonly string[];
  /** Whether to watch how features go together, which costs time for each event; true when not given. */
  readonly joint?: boolean;
  /** Called once for each pass over the events; every call starts from the beginning and gives the same events. */
  readonly events: () => Pages<StoredEvent>;
  /** The same for labels; truth is not watched without them. */
  readonly labels?: () => Pages<StoredLabel>;
  /** Stretches that are known not to be healthy; the ticks that they touch are left out. Ticks must be by time. */
  readonly left_out?: readonly LeftOut[];
  /** What was calibrated from the same events to watch for compromise. */
  readonly compromise?: CompromiseWatch;
  /** The same from its labels, to watch them. */
  readonly feedback?: FeedbackWatch;
}

const fewestEvents = 100;
const mostCodes = 2e9;

/**
 * Freezes a healthy stretch of traffic into the reference of one model version: bins, counts, overdispersion by scale
 * and traffic, and with labels how well the model answered. The same events give the same baseline and digest. Two passes, with labels three;
 * one byte of memory an event and subject or segment, at most two thousand million of them; 10,000,000 extremes of numbers
 * (160 MB), divided evenly among many subjects (`extremes.ts`); in the first pass 20,000,000 numbers (160 MB) and 2,000,000 texts, divided evenly among many subjects;
 * and at most about 32 MB of features to choose and fit joint subjects on.
 *
 * With fewer than 50 ticks the overdispersion is measured too roughly to be trusted and is enlarged to be safe.
 * @throws BaselineRefused when there are no events, fewer than 100, too many ticks, too much for memory, or a segment field
 * is named twice
 */
export async function makeBaseline(given: BaselineOptions): Promise<Baseline> {
  const options = withoutLeftOut(given);
  const { tick, model, model_version, made_from, segment_fields, left_out = [], compromise, feedback } = options;
  const twice = segment_fields.find((field, at) => segment_fields.indexOf(field) < at);
  if (twice !== undefined) throw new BaselineRefused(`the field ${twice} is named twice`, 'segment_fields');
  const sample = new FittingSample();
  const survey = await surveyEvents(options.events(), segment_fields, ({ features, event_time }, at) => {
    if (options.joint !== false) sample.take(features, tickNumber(tick, event_time, at));
  });
  if (survey.events === 0) throw new BaselineRefused('there are no events to make a baseline from');
  if (survey.events < fewestEvents) {
    throw new BaselineRefused(`a baseline needs at least ${fewestEvents} events, got ${survey.events}`);
  }
  const { ticks } = spanOf(survey, tick);
  const scales = scalesOf(ticks, defaultPolicy.largest_window_ticks);
  const measured = await measureEvents(options, survey, scales, sample);
  const truth = options.labels === undefined ? [] : await measureLabels(options.labels, tick, scales);
  const performance = await measurePerformance(options, survey.segments, scales);
  const subjects = [...measured.subjects, ...truth];
  const warnings = warningsOf(subjects, tick);
  const body = {
    format: 'anchorwatch-baseline-2',
    model,
    model_version,
    made_from,
    events: survey.events,
    ticks,
    tick,
    from: survey.from,
    to: survey.to,
    segment_fields,
    segments: survey.segments,
    ...(left_out.length > 0 && { left_out }),
    ...(warnings.length > 0 && { warnings }),
    subjects,
    volume: measured.volume,
    ...(performance !== undefined && { performance }),
    ...(compromise !== undefined && { compromise }),
    ...(feedback !== undefined && { feedback }),
  } as const;
  return { ...body, digest: digestOf(body) };
}

function withoutLeftOut(options: BaselineOptions): BaselineOptions {
  const { left_out = [], tick, events, labels } = options;
  if (left_out.length === 0) return options;
  if (tick.kind === 'count') throw new BaselineRefused('stretches can be left out only where ticks are by time');
  const whole = wholeTicks(left_out, tick);
  return {
    ...options,
    left_out: whole,
    events: eventsOutside(events, whole),
    ...(labels === undefined ? {} : { labels: labelsOutside(labels, whole) }),
  };
}

interface Measured {
  readonly subjects: readonly BaselineSubject[];
  readonly volume: readonly BaselineVolume[];
}

async function measureEvents(
  options: BaselineOptions,
  survey: Survey,
  scales: readonly number[],
  sample: FittingSample,
): Promise<Measured> {
  const { first, ticks } = spanOf(survey, options.tick);
  const encoded = encodersOf(survey, ticks, scales);
  const binners = new Map(encoded.map(({ slot }) => [slot.subject.subject, slot.binner]));
  const plain = encoded.map(({ slot }) => slot.subject);
  const planned = options.joint === false ? [] : planJoint(plain, sample, { ticks, largest: scales.at(-1)! });
  const joint = planned.map((subject) => jointEncoder(subject, binners, { events: survey.events, ticks }));
  const names = ['', ...survey.segments];
  const { segmentsOf } = layoutOf(
    { subjects: [], segments: survey.segments, segment_fields: options.segment_fields },
    'events',
  );
  const members = names.slice(1).map(() => new Uint8Array(survey.events));
  const tickOf = new Uint32Array(survey.events);
  const enter = (event: InferenceEvent, at: number): void => {
    tickOf[at] = tickNumber(options.tick, event.event_time, at) - first;
    const tick = tickOf[at]!;
    for (const subject of encoded)
      subject.put(at, valueOf(event, subject.slot.subject.role, subject.slot.feature), tick);
    const place = { at, tick, heldOut: !isFitting(tick + first) };
    for (const one of joint) one.put(place, event);
    const found: number[] = [];
    segmentsOf(event, found);
    for (const segment of found) members[segment - 1]![at] = 1;
  };
  await eachRow(options.events(), survey.events, ({ event }, at) => enter(event, at));
  const order = orderByTick(tickOf, ticks);
  const segments = names.map((name, k): Segment => ({
    name,
    holds: k === 0 ? () => true : (event) => members[k - 1]![event] === 1,
  }));
  const heldOut = (event: number): boolean => !isFitting(tickOf[event]! + first);
  const { tick, left_out = [] } = options;
  const isHole = (at: number): boolean => tick.kind === 'time' && isLeftOut((first + at) * tick.ms, left_out);
  const cut = cutOf(options.tick, first, order, scales);
  return {
    subjects: [
      ...encoded.map((subject) => measureSubject(subject, segments, cut)),
      ...joint.flatMap((one) => one.measured(heldOut, order, scales) ?? []),
    ],
    volume:
      cut.timed === undefined
        ? []
        : segments.map((segment) =>
            volumeOf(segment.name, perTick(order, segment), scales, cut.timed!, cut.seasons, isHole),
          ),
  };
}

async function measureLabels(
  labels: () => Pages<StoredLabel>,
  tick: TickRule,
  scales: readonly number[],
): Promise<readonly BaselineSubject[]> {
  const survey = await surveyLabels(labels());
  if (survey.events < fewestEvents) return [];
  const { first, ticks } = spanOf(survey, tick);
  const encoded = encodersOf(survey, ticks, scales);
  const tickOf = new Uint32Array(survey.events);
  await eachRow(labels(), survey.events, ({ source, label }, at) => {
    // In a file truth ticks with what it is the truth of.
    tickOf[at] = tickNumber(tick, label.label_time, source.offset) - first;
    for (const subject of encoded) subject.put(at, truthOf(label), tickOf[at]!);
  });
  const order = orderByTick(tickOf, ticks);
  const cut = cutOf(tick, first, order, scales);
  return encoded.map((subject) => measureSubject(subject, [{ name: '', holds: () => true }], cut));
}

function cutOf(tick: TickRule, first: number, ticks: TickOrder, scales: readonly number[]): Cut {
  if (tick.kind === 'count') return { ticks, scales, seasons: [] };
  const timed = { first, ticks: ticks.ticks, ms: tick.ms };
  return { ticks, scales, timed, seasons: seasonsOf(tick, ticks.ticks) };
}

/** Encoders that count as NEW what the baseline saw only once: without that one event it would have been new. */
function encodersOf(survey: Survey, ticks: number, scales: readonly number[]): readonly EncodedSubject[] {
  const slots = [...survey.tallies].flatMap(([subject, tally]): readonly Slot[] => {
    const binning = tally.binning();
    if (binning === undefined) return [];
    const { bins, ordered, seenOnce, ...moments } = binning;
    const frozen = { subject, role: tally.role, bins, ordered, psi_groups: [], ...moments, profiles: [] };
    return [
      {
        subject: frozen,
        role: tally.role,
        feature: featureOfSubject(subject),
        binner: makeBinner(bins, moments.least !== undefined, seenOnce),
        start: 0,
        bins: binCount(bins),
        least: -Infinity,
        most: Infinity,
      },
    ];
  });
  const codes = slots.length + survey.segments.length;
  if (survey.events * codes > mostCodes) {
    throw new BaselineRefused(
      `${survey.events} events of ${codes} subjects and segments are too many: choose a range of at most ${Math.floor(mostCodes / codes)}`,
    );
  }
  const reaches = reachesOf(ticks, scales);
  const room = roomOf(slots.filter(hasEnds).length);
  return slots.map((slot) => new EncodedSubject(slot, survey.events, reaches, room));
}

async function eachRow<Row>(pages: Pages<Row>, expected: number, take: (row: Row, at: number) => void): Promise<void> {
  let at = 0;
  for await (const page of pages) {
    for (const row of page) {
      if (at < expected) take(row, at);
      at++;
    }
  }
  if (at !== expected)
    throw new BaselineRefused(
      `the second pass saw ${at} records and the first ${expected}: choose a range that is complete`,
    );
}

function tickNumber(tick: TickRule, time: number, at: number): number {
  return tick.kind === 'time' ? Math.floor(time / tick.ms) : Math.floor(at / tick.events);
}

function perTick({ order, start, ticks }: TickOrder, segment: Segment): Uint32Array {
  const counts = new Uint32Array(ticks);
  for (let tick = 0; tick < ticks; tick++) {
    for (let at = start[tick]!; at < start[tick + 1]!; at++) if (segment.holds(order[at]!)) counts[tick]!++;
  }
  return counts;
}
