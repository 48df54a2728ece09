import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { Axis, BaselineSubject, Derivation } from '../baseline.js';
import { besides } from '../beside.js';
import { binCount, makeBinner, MISSING, type Binner } from '../binner.js';
import { featureOfSubject, valueOfFeature } from '../subjects.js';
import { reconstructionError } from './components.js';
import { pointReader } from './point.js';

/** Where the counts of a joint subject lie in the vector of the whole traffic, and how an event adds to them. */
export interface JointSlot {
  readonly subject: BaselineSubject;
  readonly start: number;
  readonly bins: number;
  readonly count: JointCounter;
}

/** Adds one event to the bins, and what is beside them, that begin at `start`. */
export type JointCounter = (event: InferenceEvent, into: Uint32Array, start: number) => void;

/** The bin of an event's features, or less than 0 when they have none. */
export type JointBin = (features: InferenceEvent['features']) => number;

/** The joint subjects of a baseline, behind `start`. */
export function jointSlots(subjects: readonly BaselineSubject[], start: number): readonly JointSlot[] {
  const known = new Map(
    subjects.map((subject) => [subject.subject, makeBinner(subject.bins, subject.least !== undefined)]),
  );
  let at = start;
  return subjects.flatMap((subject) => {
    if (subject.derived === undefined) return [];
    const bins = binCount(subject.bins);
    const slot = {
      subject,
      start: at,
      bins,
      count: counterOf(subject.derived, makeBinner(subject.bins, false), known, bins),
    };
    at += bins + besides.length;
    return [slot];
  });
}

function counterOf(
  derivation: Derivation,
  binner: Binner,
  known: ReadonlyMap<string, Binner>,
  bins: number,
): JointCounter {
  const binOf = derivation.kind === 'feature pair' ? pairBin(derivation, known) : errorBin(derivation, binner);
  return ({ features }, into, start) => {
    const bin = binOf(features);
    into[start + (bin >= 0 ? bin : bins)]!++;
  };
}

/** Bins the distance between an event and its reconstruction from the principal components. */
export function errorBin(
  { point, components }: Extract<Derivation, { kind: 'reconstruction error' }>,
  binner: Binner,
): JointBin {
  const read = pointReader(point);
  const rows = components.map((component) => Float64Array.from(component));
  return (features) => binner(reconstructionError(read(features), rows));
}

/** The cell of an event; missing when either value is missing, new, or of the wrong type: the features' own subjects say that. */
export function pairBin(
  { first, second }: Extract<Derivation, { kind: 'feature pair' }>,
  known: ReadonlyMap<string, Binner>,
): JointBin {
  const row = groupOf(first, known);
  const column = groupOf(second, known);
  const columns = Math.max(...second.groups) + 1;
  return (features) => {
    const a = row(features);
    const b = a < 0 ? a : column(features);
    return b < 0 ? MISSING : a * columns + b;
  };
}

function groupOf({ subject, groups }: Axis, known: ReadonlyMap<string, Binner>): JointBin {
  const binner = known.get(subject);
  if (binner === undefined)
    throw new RangeError(`the baseline has a pair with ${subject}, but no subject of that name`);
  return axisBin(featureOfSubject(subject), binner, groups);
}

/** The row or column of a feature's value. */
export function axisBin(feature: string, binner: Binner, groups: readonly number[]): JointBin {
  const group = Int8Array.from(groups);
  return (features) => {
    const bin = binner(valueOfFeature(features[feature]));
    return bin < 0 ? bin : group[bin]!;
  };
}
