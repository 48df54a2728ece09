import type { InferenceEvent } from '@anchorwatch/telemetry';
import { atOnce } from './at-once.js';
import { detectors } from './bits/detectors.js';
import { isBlind, type Blind, type Detector, type Given, type Reading } from './bits/detector.js';
import { referenceOf, type FittedNovelty } from './bits/novelty.js';
import type { BitCalibration, Calibration, PrincipalCalibration } from './calibration.js';
import { comparablesOf } from './exposure/comparables-of.js';
import { answeredOf, type Answered } from './exposure/lessons.js';
import { fingerprintOf } from './fingerprint.js';
import { askerOf, levels, principalAt, type Level, type Question } from './question.js';
import { localRates, pooledDispersion, principalDispersion, type OwnBits } from './rates/measure-dispersion.js';
import { nullRateOf, type NullRate } from './rates/null-rate.js';
import { healthySupport, type HealthySupport } from './supporting/supporting.js';
import { fitSpace, pointOf } from './space.js';

/** At most so many healthy events are used, the newest: calibration is bounded. */
export const mostCalibrated = 50_000;
/** Principals with a null of their own, and the questions in a row that it is the largest share of. */
const mostOwn = 500;
/** A bit that spoke of fewer healthy questions has no rate. */
export const enoughBits = 30;
const ownWindow = 20;
/** Who asked so often in healthy traffic is a regular; more than so many are not told apart. */
const regularFrom = 10;
const mostRegulars = 4_000;
/** Questions read in one step. */
const readAtOnce = 200;

/** Everything, or only whether the same question gets the same answer: drift of everybody's questions is judged elsewhere. */
export type Watched = 'everything' | 'answers';

/** An event where it lies in its source. */
export interface PlacedEvent {
  readonly offset: number;
  readonly event: InferenceEvent;
}

/**
 * Fits every detector on healthy traffic, then reads the same traffic with it, in order, to learn how often its bits are set and how much that varies:
 * over time, and from principal to principal.
 *
 * @param healthy in the order of event time; at most the newest 50,000 are used
 * @param watched `answers` where nobody is named: then the questions of everybody are left to the drift detectors
 * @param given what the operator tells the detectors
 */
export function calibrate(
  model: string,
  model_version: string,
  healthy: readonly PlacedEvent[],
  watched: Watched = 'everything',
  given: Given = {},
): Calibration {
  return atOnce(calibrating(model, model_version, healthy, watched, given));
}

/** The same step by step, none of them much longer than half a second on ordinary telemetry: whoever shares its process may do something else between two. */
export function* calibrating(
  model: string,
  model_version: string,
  healthy: readonly PlacedEvent[],
  watched: Watched = 'everything',
  given: Given = {},
): Generator<void, Calibration> {
  const used = healthy.slice(-mostCalibrated);
  const space = (watched === 'everything' ? fitSpace(used.map(({ event }) => event)) : undefined) ?? null;
  const questions = used.map(({ offset, event }) => ({
    event,
    offset,
    point: space === null ? undefined : pointOf(space, event),
  }));
  const fitted: Record<string, unknown | Blind> = {};
  const bits: BitCalibration[] = [];
  for (const [name, detector] of Object.entries(detectors)) {
    fitted[name] =
      watched === 'answers' && name !== 'repeats'
        ? { blind: 'the events name no principals' }
        : detector.fit(questions, given);
    yield;
    if (!isBlind(fitted[name])) bits.push(...(yield* calibrated(detector, fitted[name], questions)));
  }
  const supporting = supportOf(fitted['novelty'], questions);
  yield;
  const exposure = yield* comparablesOf(questions);
  const regulars = regularsOf(questions);
  return {
    format: 1,
    model,
    model_version,
    events: used.length,
    space,
    detectors: fitted,
    bits,
    regulars,
    supporting,
    exposure,
  };
}

function regularsOf(questions: readonly Question[]): readonly string[] {
  const asked = new Map<string, number>();
  for (const question of questions) {
    const asker = askerOf(question);
    if (asker !== '') asked.set(asker, (asked.get(asker) ?? 0) + 1);
  }
  return [...asked]
    .filter(([, n]) => n >= regularFrom)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostRegulars)
    .map(([asker]) => asker);
}

function supportOf(novelty: unknown, questions: readonly Question[]): HealthySupport | null {
  if (isBlind(novelty)) return null;
  const told = new Map<string, Map<string, Answered>>();
  for (const question of questions) {
    const [asker, answered] = [askerOf(question), answeredOf(question)];
    if (asker === '' || answered === undefined) continue;
    const own = told.get(asker) ?? new Map<string, Answered>();
    told.set(asker, own.set(fingerprintOf(question.event), answered));
  }
  return healthySupport(
    [...told.values()].map((own) => [...own.values()]),
    referenceOf(novelty as FittedNovelty),
  );
}

function* calibrated(
  detector: Detector,
  fitted: unknown,
  questions: readonly Question[],
): Generator<void, BitCalibration[]> {
  const reader = detector.open(fitted);
  const readings: Reading[] = [];
  for (const question of questions) {
    readings.push(reader.read(question));
    if (readings.length % readAtOnce === 0) yield;
  }
  return detector.bits.flatMap((declaration, k) => {
    const { name, never } = declaration;
    const all = bitsOf(readings, k);
    if (all.length < enoughBits) return [];
    const pooled = pooledDispersion(all);
    const set = all.reduce((sum, bit) => sum + bit, 0);
    const rate = nullRateOf(set, all.length, pooled.at(-1)!.factor, declaration);
    const principals = Object.fromEntries(
      levels
        .filter((level) => !never && questions.some((question) => principalAt(level, question) !== ''))
        .map((level) => [level, ofPrincipals(byPrincipal(readings, k, questions, level), rate)]),
    );
    return [{ bit: name, rate, pooled, principals }];
  });
}

export function ofPrincipals(principals: ReadonlyMap<string, OwnBits>, rate: NullRate): PrincipalCalibration {
  const own = [...principals]
    .map(([principal, { bits }]) => [principal, largestShare(bits)] as const)
    .filter(([, share]) => share > rate.principal)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostOwn);
  return { dispersion: principalDispersion([...principals.values()]), own: Object.fromEntries(own) };
}

/** Of 20 questions in a row; 0 with fewer. */
function largestShare(bits: Uint8Array): number {
  let [set, largest] = [0, 0];
  for (let k = 0; k < bits.length; k++) {
    set += bits[k]! - (k >= ownWindow ? bits[k - ownWindow]! : 0);
    if (k >= ownWindow - 1) largest = Math.max(largest, set / ownWindow);
  }
  return largest;
}

function bitsOf(readings: readonly Reading[], k: number): Uint8Array {
  return Uint8Array.from(
    readings.map((reading) => reading[k]).filter((bit) => bit !== undefined),
    (bit) => (bit === false ? 0 : 1),
  );
}

function byPrincipal(
  readings: readonly Reading[],
  k: number,
  questions: readonly Question[],
  level: Level,
): ReadonlyMap<string, OwnBits> {
  const rates = localRates(bitsOf(readings, k));
  const of = new Map<string, { bits: number[]; expected: number[] }>();
  let spoken = 0;
  questions.forEach((question, index) => {
    const bit = readings[index]![k];
    if (bit === undefined) return;
    const expected = rates[spoken++]!;
    const principal = principalAt(level, question);
    if (principal === '') return;
    const known = of.get(principal) ?? { bits: [], expected: [] };
    known.bits.push(bit === false ? 0 : 1);
    known.expected.push(expected);
    of.set(principal, known);
  });
  return new Map(
    [...of].map(([principal, { bits, expected }]) => [
      principal,
      { bits: Uint8Array.from(bits), expected: Float64Array.from(expected) },
    ]),
  );
}
