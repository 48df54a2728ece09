import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { Baseline, BaselineSubject } from './baseline.js';
import { besides } from './beside.js';
import { binCount, makeBinner, placeOf, type Binner } from './binner.js';
import type { Feed } from './detection-store.js';
import { answerTable, type AnswerTable } from './performance/answer-table.js';
import { jointSlots, type JointSlot } from './joint/joint-slot.js';
import { judgedOn } from './policy.js';
import { featureOfSubject, NOT_PLAIN, valueOf, type SubjectValue } from './subjects.js';

/** Where the counts of one subject lie in a flat vector: its bins, then what is beside them. */
export interface Slot {
  readonly subject: BaselineSubject;
  readonly feature: string;
  readonly binner: Binner;
  readonly start: number;
  readonly bins: number;
  /** Numbers beyond these are out of range. */
  readonly least: number;
  readonly most: number;
}

/** How the events of one baseline are counted into one flat vector for each tick and segment. */
export interface Layout {
  readonly slots: readonly Slot[];
  /** What the binners said of the last event, slot by slot: joint subjects need not ask again. */
  readonly lastBins: Int16Array;
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
    slots.push({ subject, feature, binner, start: size, bins, least, most });
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
  const { slots, lastBins } = layout;
  for (let k = 0; k < slots.length; k++) {
    const slot = slots[k]!;
    const value = valueOf(event, slot.subject.role, slot.feature);
    if (value !== undefined) lastBins[k] = countValue(slot, value, into);
  }
  const { answers } = layout;
  answers?.count(event, into, answers.start);
}

/** Adds what an event's features are together to the vector of the whole traffic, after `countEvent` of the same event. */
export function countJoint(layout: Layout, event: InferenceEvent, into: Uint32Array): void {
  for (const slot of layout.joint) slot.count(event, into, slot.start);
}

/** Adds one value to a vector. @returns what the binner said of it */
export function countValue(slot: Slot, value: SubjectValue | typeof NOT_PLAIN, into: Uint32Array): number {
  const bin = slot.binner(value);
  const at = slot.start + placeOf(bin, slot.bins);
  into[at] = into[at]! + 1;
  if (typeof value !== 'number' || bin < 0) return bin;
  if (value < slot.least) into[slot.start + slot.bins + belowPlace]!++;
  else if (value > slot.most) into[slot.start + slot.bins + abovePlace]!++;
  return bin;
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
