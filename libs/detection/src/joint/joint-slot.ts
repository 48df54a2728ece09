import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { Axis, BaselineSubject, Derivation, FourierMap } from '../baselines/baseline.js';
import { besides } from '../counting/beside.js';
import { binCount, makeBinner, MISSING, placeOf, type Binner } from '../counting/binner.js';
import { featureOfSubject, valueOfFeature } from '../counting/subjects.js';
import { reconstructionError } from './components.js';
import { embeddingReader } from './embedding.js';
import { levelCounter } from './fourier.js';
import { hashOf } from './hash-of.js';
import { pointReader, pointReaders, type ReaderOf } from './point.js';

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

/** The bins of the event that is being counted, and where those of a subject are. */
export interface LastBins {
  readonly places: ReadonlyMap<string, number>;
  readonly lastBins: Int16Array;
}

/** The joint subjects of a baseline, behind `start`. */
export function jointSlots(subjects: readonly BaselineSubject[], start: number, known: LastBins): readonly JointSlot[] {
  let at = start;
  const readerOf = pointReaders();
  return subjects.flatMap((subject) => {
    if (subject.derived === undefined) return [];
    const bins = binCount(subject.bins);
    const slot = { subject, start: at, bins, count: counterOf(subject, subject.derived, known, readerOf) };
    at += bins + besides.length;
    return [slot];
  });
}

function counterOf(
  { bins }: BaselineSubject,
  derivation: Derivation,
  known: LastBins,
  readerOf: ReaderOf,
): JointCounter {
  if ('map' in derivation) return pointCounter(derivation, readerOf);
  if (derivation.kind === 'feature pair') return pairCounter(derivation, known, binCount(bins));
  const binOf = errorBin(derivation, makeBinner(bins, false), readerOf);
  return ({ features }, into, start) => {
    into[start + binOf(features)]!++;
  };
}

function pairCounter(
  { first, second }: Extract<Derivation, { kind: 'feature pair' }>,
  { places, lastBins }: LastBins,
  bins: number,
): JointCounter {
  const [row, column] = [places.get(first.subject), places.get(second.subject)];
  if (row === undefined || column === undefined)
    throw new RangeError(`the baseline has a pair of ${first.subject} and ${second.subject}, but not both subjects`);
  const cells = cellsOf(first, second);
  return (_, into, start) => {
    const cell = cells(lastBins[row]!, lastBins[column]!);
    into[start + (cell >= 0 ? cell : bins)]!++;
  };
}

/** The cell of two bins, or MISSING where either is none that has a group. */
function cellsOf(first: Axis, second: Axis): (row: number, column: number) => number {
  const rows = Int8Array.from(first.groups);
  const columns = Int8Array.from(second.groups);
  const width = Math.max(...second.groups) + 1;
  return (row, column) => {
    const a = row < 0 ? MISSING : rows[row]!;
    const b = column < 0 ? MISSING : columns[column]!;
    return a < 0 || b < 0 ? MISSING : a * width + b;
  };
}

/** Counts one event in `one_in`, by a hash of its id, as sums of levels, or as missing or of the wrong type. */
export function pointCounter(
  derivation: Extract<Derivation, { readonly map: FourierMap }>,
  readerOf: ReaderOf = pointReader,
): JointCounter {
  const { map } = derivation;
  const read = pointOf(derivation, readerOf);
  const length = derivation.kind === 'embedding' ? derivation.length : derivation.point.features.length;
  const add = levelCounter(map, length);
  return ({ event_id, features }, into, start) => {
    if (map.one_in > 1 && hashOf(event_id) % map.one_in !== 0) return;
    const point = read(features);
    if (typeof point === 'number') {
      into[start + placeOf(point, map.directions + 1)]!++;
      return;
    }
    into[start]!++;
    add(point, into, start + 1);
  };
}

function pointOf(
  derivation: Extract<Derivation, { readonly map: FourierMap }>,
  readerOf: ReaderOf,
): (features: InferenceEvent['features']) => ArrayLike<number> | number {
  if (derivation.kind === 'features together') return readerOf(derivation.point);
  const read = embeddingReader(derivation.length);
  return (features) => read(features[derivation.feature]);
}

/** Bins the distance between an event and its reconstruction from the principal components. */
export function errorBin(
  { point, components }: Extract<Derivation, { kind: 'reconstruction error' }>,
  binner: Binner,
  readerOf: ReaderOf = pointReader,
): JointBin {
  const read = readerOf(point);
  const rows = components.map((component) => Float64Array.from(component));
  return (features) => binner(reconstructionError(read(features), rows));
}

/** The cell of an event; missing when either value is missing, new, or of the wrong type: the features' own subjects say that. */
export function pairBin(
  { first, second }: Extract<Derivation, { kind: 'feature pair' }>,
  known: ReadonlyMap<string, Binner>,
): JointBin {
  const [row, column] = [binOf(first.subject, known), binOf(second.subject, known)];
  const cells = cellsOf(first, second);
  return (features) => cells(row(features), column(features));
}

function binOf(subject: string, known: ReadonlyMap<string, Binner>): JointBin {
  const binner = known.get(subject);
  if (binner === undefined) throw new RangeError(`there is no subject ${subject} to make a pair of`);
  const feature = featureOfSubject(subject);
  return (features) => binner(valueOfFeature(features[feature]));
}
