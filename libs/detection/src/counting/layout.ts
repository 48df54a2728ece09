import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { Baseline, BaselineSubject, SubjectRole } from '../baselines/baseline.js';
import { besides } from './beside.js';
import { binCount, makeBinner, placeOf, type Binner } from './binner.js';
import type { Feed } from '../detection-store.js';
import { answerTable, type AnswerTable } from '../performance/answer-table.js';
import { jointSlots, type JointSlot } from '../joint/joint-slot.js';
import { judgedOn } from '../budget/policy.js';
import { featureOfSubject, NOT_PLAIN, valueOf, type SubjectValue } from './subjects.js';

/** Where the counts of one subject lie in a flat vector: its bins, then what is beside them. */
export interface Slot {
  readonly subject: BaselineSubject;
  readonly role: SubjectRole;
  readonly feature: string;
  readonly binner: Binner;
  readonly start: number;
  readonly bins: number;
  /** Numbers beyond these are out of range. */
  readonly least: number;
  readonly most: number;
}

/** Where the last event was counted: in a segment it is counted in the same places, and nothing need be asked again. */
export interface LastPlaces {
  readonly places: Uint32Array;
  /** How many of them are of that event. */
  count: number;
}

/** How the events of one baseline are counted into one flat vector for each tick and segment. */
export interface Layout {
  readonly slots: readonly Slot[];
  /** What the binners said of the last event, slot by slot: joint subjects need not ask again. */
  readonly lastBins: Int16Array;
  readonly last: LastPlaces;
  /** Where answers are counted for estimates of performance, in the places of their table and those beside it. */
  readonly answers?: AnswerTable & { readonly start: number };
  /** Joint subjects, behind the others in the vector of the whole traffic alone. */
  readonly joint: readonly JointSlot[];
  /** Length of the vector of the whole traffic, and of a segment. */
  readonly size: number;
  readonly segmentSize: number;
  /** Segment names; 0 is '', the whole traffic. */
  readonly segments: readonly string[];
  /** The segments besides the first that an event belongs to are appended to `into`. */
  readonly segmentsOf: (event: InferenceEvent, into: number[]) => void;
}

/** The layout of a baseline's subjects on one feed. */
export function layoutOf(
  baseline: Pick<Baseline, 'subjects' | 'segments' | 'segment_fields' | 'performance'>,
  feed: Feed,
): Layout {
  let size = 0;
  const slots: Slot[] = [];
  for (const subject of baseline.subjects) {
    if (!judgedOn(subject, feed) || subject.derived !== undefined) continue;
    const bins = binCount(subject.bins);
    const feature = featureOfSubject(subject.subject);
    const { least = -Infinity, most = Infinity } = subject;
    const binner = makeBinner(subject.bins, subject.least !== undefined);
    slots.push({ subject, role: subject.role, feature, binner, start: size, bins, least, most });
    size += bins + besides.length;
  }
  const table = feed === 'events' ? answerTable(baseline.performance) : undefined;
  const answers = table && { ...table, start: size };
  if (answers !== undefined) size += answers.layout.size + besides.length;
  const lastBins = new Int16Array(slots.length);
  const places = new Map(slots.map(({ subject }, place) => [subject.subject, place]));
  const joint = feed === 'events' ? jointSlots(baseline.subjects, size, { places, lastBins }) : [];
  const whole = joint.reduce((sum, { bins }) => sum + bins + besides.length, size);
  const segments = ['', ...baseline.segments];
  return {
    slots,
    lastBins,
    // In a bin, and at most in one place beside it.
    last: { places: new Uint32Array(2 * slots.length), count: 0 },
    answers,
    joint,
    size: whole,
    segmentSize: size,
    segments,
    segmentsOf: segmentFinder(baseline.segment_fields, segments),
  };
}

/** Adds one event to a vector. Subjects that the event cannot have are left alone. */
export function countEvent(layout: Layout, event: InferenceEvent, into: Uint32Array): void {
  const { slots, lastBins, last, answers } = layout;
  const { places } = last;
  let count = 0;
  for (let k = 0; k < slots.length; k++) {
    const slot = slots[k]!;
    const value = valueOf(event, slot.role, slot.feature);
    if (value === undefined) continue;
    const bin = slot.binner(value);
    lastBins[k] = bin;
    places[count++] = slot.start + placeOf(bin, slot.bins);
    const beyond = beyondPlace(slot, value, bin);
    if (beyond >= 0) places[count++] = beyond;
  }
  last.count = count;
  for (let k = 0; k < count; k++) into[places[k]!]!++;
  answers?.count(event, into, answers.start);
}

/** Adds the event that `countEvent` has just counted to another vector. */
export function countAgain({ last, answers }: Layout, event: InferenceEvent, into: Uint32Array): void {
  const { places, count } = last;
  for (let k = 0; k < count; k++) into[places[k]!]!++;
  answers?.count(event, into, answers.start);
}

/** Adds what an event's features are together to the vector of the whole traffic, after `countEvent` of the same event. */
export function countJoint(joint: Layout['joint'], event: InferenceEvent, into: Uint32Array): void {
  for (const slot of joint) slot.count(event, into, slot.start);
}

/** Adds one value to a vector. */
export function countValue(slot: Slot, value: SubjectValue | typeof NOT_PLAIN, into: Uint32Array): void {
  const bin = slot.binner(value);
  into[slot.start + placeOf(bin, slot.bins)]!++;
  const beyond = beyondPlace(slot, value, bin);
  if (beyond >= 0) into[beyond]!++;
}

/** Where a number out of range is counted beside its bin, or −1. */
function beyondPlace(slot: Slot, value: SubjectValue | typeof NOT_PLAIN, bin: number): number {
  if (typeof value !== 'number' || bin < 0) return -1;
  if (value < slot.least) return slot.start + slot.bins + belowPlace;
  return value > slot.most ? slot.start + slot.bins + abovePlace : -1;
}

const belowPlace = besides.indexOf('below');
const abovePlace = besides.indexOf('above');

/** The value by which an event falls into a segment of a field: a feature's, else an attribute's. */
export function segmentValue(event: InferenceEvent, field: string): string | undefined {
  const feature = event.features[field];
  if (feature !== undefined && feature !== null && typeof feature !== 'object') return String(feature);
  return event.attributes[field];
}

function segmentFinder(fields: readonly string[], segments: readonly string[]): Layout['segmentsOf'] {
  // A field named twice would count its events twice.
  const known = [...new Set(fields)].map((field) => {
    const start = `${field}=`;
    const values = new Map<string, number>();
    segments.forEach((segment, index) => {
      if (segment.startsWith(start)) values.set(segment.slice(start.length), index);
    });
    return { field, values };
  });
  return (event, into) => {
    for (const { field, values } of known) {
      const value = segmentValue(event, field);
      const index = value === undefined ? undefined : values.get(value);
      if (index !== undefined) into.push(index);
    }
  };
}
