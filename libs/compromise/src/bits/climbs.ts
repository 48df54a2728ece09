import { squaredDistance } from '../nearest.js';
import { askerOf, type Question } from '../question.js';
import type { Blind, Detector } from './detector.js';
import { probingSigns } from './probing-signs.js';
import { same } from './spacing.js';

/** Nothing to fit: how often chance makes a climb is the rate engine's. */
export type FittedClimbs = Readonly<Record<string, never>>;

/** One question of a principal with the confidence of its answer. */
interface Height {
  readonly point: Float64Array;
  readonly confidence: number;
  readonly id: string;
  readonly label: string;
}

/** A principal's most confident answer so far, how many questions ago it was, and the last ones. */
interface Climb {
  readonly top: Height;
  readonly since: number;
  readonly last: readonly Height[];
}

export type ClimbsMemory = ReadonlyMap<string, Climb>;

/** Own questions that the most confident one is set beside. */
const beside = 7;
/** A climb that has not risen for so many questions begins anew from the last ones. */
const mostSince = 60;
/** Principals whose climb is remembered, the latest: fewer where questions have many coordinates. */
const remembered = 2_000;
/** Coordinates that are remembered of all of them: 24 MB. */
const mostCoordinates = 3_000_000;

/**
 * Whether somebody asks nearer to their own most confident answer so far than to any other of their last questions: inversion tries variations of the best that it
 * has found, and climbs to what the model takes for the most typical of a class. By chance one question in eight lies so.
 *
 * @see Fredrikson, Jha & Ristenpart (2015), Model inversion attacks that exploit confidence information, CCS
 */
export const climbs: Detector<FittedClimbs, ClimbsMemory> = {
  remembers: true,
  bits: [
    {
      name: 'climb',
      means:
        'lie nearer to the same principal’s most confident answer so far than to any of its seven questions before',
      needs: 'principals, and the probability of the answer',
      costs: 'eight distances to own questions; 2,000 principals are remembered, fewer of more than 187 coordinates',
      ...probingSigns,
      evaded_by: 'asking something else in between, or sending each step from another account',
    },
  ],

  fit(healthy) {
    const why = blindness(healthy.map((question) => [askerOf(question), heightOf(question)]));
    return why ?? {};
  },

  open(_, memory) {
    const open = new Map(memory);
    return {
      read(question) {
        const asker = askerOf(question);
        const now = heightOf(question);
        if (asker === '' || now === undefined) return [undefined];
        const before = open.get(asker);
        open.delete(asker);
        open.set(asker, nextOf(before, now));
        if (open.size > mostOf(now.point)) open.delete(open.keys().next().value!);
        if (before === undefined || before.last.length < beside) return [undefined];
        return [isNearTop(before, now) && { beside: before.top.id, flipped: before.top.label !== now.label, asker }];
      },
      memory: () => new Map(open),
    };
  },
};

function mostOf({ length }: Float64Array): number {
  return Math.max(1, Math.min(remembered, Math.floor(mostCoordinates / ((beside + 1) * length))));
}

function blindness(asked: readonly (readonly [string, Height | undefined])[]): Blind | undefined {
  const named = asked.filter(([asker]) => asker !== '');
  if (named.length === 0) return { blind: 'no principals' };
  if (named.every(([, height]) => height === undefined))
    return { blind: 'no probabilities of answers, or no features' };
  return undefined;
}

function isNearTop({ top, last }: Climb, { point }: Height): boolean {
  const toTop = squaredDistance(top.point, point);
  // The same question again is a retry.
  if (toTop <= same) return false;
  return last.every((height) => height === top || squaredDistance(height.point, point, toTop) > toTop);
}

function nextOf(before: Climb | undefined, now: Height): Climb {
  if (before === undefined) return { top: now, since: 0, last: [now] };
  const last = [...before.last, now].slice(-beside);
  if (now.confidence > before.top.confidence) return { top: now, since: 0, last };
  if (before.since + 1 < mostSince) return { top: before.top, since: before.since + 1, last };
  return { top: last.reduce((top, height) => (height.confidence > top.confidence ? height : top)), since: 0, last };
}

function heightOf({ point, event: { event_id, prediction, status } }: Question): Height | undefined {
  const { label, score, classes } = prediction;
  if (point === undefined || label === undefined || status === 'error') return undefined;
  const confidence = classes?.[label] ?? score;
  return confidence === undefined ? undefined : { point, confidence, id: event_id, label };
}
