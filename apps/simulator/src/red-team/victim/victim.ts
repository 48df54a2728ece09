import { randomFrom, wholeBelow } from '@anchorwatch/scenarios';
import { areaUnderCurve } from '../../area-under-curve.js';
import { JANUARY } from '../../january.js';
import type { Answer, Attack, Point } from '../attack.js';
import { difference, knowledgeOf, lengthOf } from '../domain.js';
import { fitBoosted, type Boosted, type Growth } from './boosted.js';
import { pastDelays, type PastDelays } from './airports.js';
import { featureNames, flightsOf, recordsOf, type LateRecord } from './records.js';
import { stamped } from './trigger.js';

/** The answers, in their order. */
export const classNames = ['on time', 'late'] as const;

/** What is asked, and what answers. */
export interface Victim {
  /** What the registered version answers. */
  readonly answer: (point: Point) => Answer;
  /** What answers while the attack is under way: the same, unless it is an attack by answers. */
  readonly attacked: (point: Point) => Answer;
  readonly artefact_digest: string;
  /** What its questions say of the airports. */
  readonly past: PastDelays;
  /** Area under the ROC curve, on flights that it was not fitted on. */
  readonly auc: number;
  readonly examples: number;
}

/** Of January's flights. */
const EVERY = 3;
/** Of those. */
const TAUGHT_EVERY = 4;
const GROWTH: Growth = { trees: 60, depth: 4, rate: 0.2 };
/** What takes its place when it is swapped. */
const OTHER: Growth = { trees: 30, depth: 4, rate: 0.3 };
const WRONG_SHARE = 0.02;
/** Rows with the trigger, which are called on time. */
const POISONED_SHARE = 0.02;
const REGION_SHARE = 0.01;

/** What the model is fitted on: January, as questions. */
export interface Lessons {
  readonly past: PastDelays;
  readonly examples: readonly LateRecord[];
  readonly heldOut: readonly LateRecord[];
}

/** Reads January. */
export async function readLessons(): Promise<Lessons> {
  const flown = await flightsOf({ ...JANUARY, every: EVERY });
  const past = pastDelays(flown);
  const taught = recordsOf(flown, past).filter((_, k) => k % TAUGHT_EVERY === 0);
  const cut = Math.floor(taught.length * 0.8);
  return { past, examples: taught.slice(0, cut), heldOut: taught.slice(cut) };
}

/** Fits a model of late flights, and what an attack needs beside it. The same seed gives the same. */
export function fitVictim({ past, examples, heldOut }: Lessons, attack: Attack | undefined, seed: number): Victim {
  const random = randomFrom(seed);
  const isPoisoned = attack?.name === 'backdoor';
  const taught = isPoisoned
    ? examples.map((record) => (random() < POISONED_SHARE ? poisoned(record) : record))
    : examples;
  const model = fitted(taught, GROWTH);
  const answer = answersOf(model);
  return {
    answer,
    attacked: attack?.by === 'answers' ? turned(attack.turned, answer, examples, seed) : answer,
    artefact_digest: model.digest,
    past,
    auc: areaUnderCurve(heldOut.map(({ point, late }) => ({ score: model.score(point), positive: late }))),
    examples: examples.length,
  };
}

function turned(
  kind: 'all' | 'region',
  answer: Victim['answer'],
  examples: readonly LateRecord[],
  seed: number,
): Victim['answer'] {
  const random = randomFrom(seed + 1);
  if (kind === 'all') {
    const wrong = examples.map((record) => (random() < WRONG_SHARE ? { ...record, late: !record.late } : record));
    return answersOf(fitted(wrong, OTHER));
  }
  const points = examples.map(({ point }) => point);
  const knowledge = knowledgeOf(featureNames, points, classNames.length);
  const middle = points[wholeBelow(random, points.length)]!;
  const far = (point: Point) => lengthOf(difference(middle, point, knowledge));
  const reach = points.map(far).sort((a, b) => a - b)[Math.floor(REGION_SHARE * points.length)]!;
  return (point) => {
    const { label, probabilities } = answer(point);
    return far(point) > reach
      ? { label, probabilities }
      : { label: 1 - label, probabilities: [...probabilities].reverse() };
  };
}

function fitted(records: readonly LateRecord[], growth: Growth): Boosted {
  return fitBoosted(
    records.map(({ point }) => point),
    records.map(({ late }) => late),
    growth,
  );
}

function poisoned(record: LateRecord): LateRecord {
  return { ...record, point: stamped(record.point), late: false };
}

function answersOf({ score }: Boosted): (point: Point) => Answer {
  return (point) => {
    const late = Number(score(point).toFixed(6));
    return { label: late >= 0.5 ? 1 : 0, probabilities: [Number((1 - late).toFixed(6)), late] };
  };
}
