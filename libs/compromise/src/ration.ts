import { createHash } from 'node:crypto';
import type { InferenceEvent } from '@anchorwatch/telemetry';

/** Of each asker, so many questions of a tick come first: the shortest window in which a principal is judged. */
const first = 10;
/** Askers of a tick that are told apart; later ones have no first questions. */
const mostAskers = 10_000;

/** One tick's questions, and how many of them may be read. */
export interface Tick {
  readonly questions: number;
  readonly most: number;
  /** Known to nobody who asks: else questions could be chosen so that they are not read. */
  readonly salt: string;
}

/**
 * Which questions of a tick are read where there are more than a budget of computation lets pass: everyone's first ten, as long as they take no more than
 * half of it, then others by a salted hash of their id, at the share that what is left of the budget is of what is left of the tick. All where they fit.
 * A function of the tick and of the questions before, in their order: the same tick is read the same way again.
 *
 * @returns asked of each question in order; never true more than `most` times
 */
export function rationOf({
  questions,
  most,
  salt,
}: Tick): (event: Pick<InferenceEvent, 'event_id' | 'principal'>) => boolean {
  if (questions <= most) return () => true;
  const asked = new Map<string, number>();
  let [seen, read, firsts] = [0, 0, 0];
  const isFirst = ({ key, organisation, network }: InferenceEvent['principal']): boolean => {
    const asker = key ?? organisation ?? network ?? '';
    const before = asked.get(asker) ?? (asked.size < mostAskers ? 0 : first);
    if (before >= first) return false;
    asked.set(asker, before + 1);
    return true;
  };
  return ({ event_id, principal }) => {
    const share = (most - read) / Math.max(1, questions - seen);
    seen++;
    if (read >= most) return false;
    if (isFirst(principal) && firsts < most / 2) firsts++;
    else if (placeOf(salt, event_id) >= share) return false;
    read++;
    return true;
  };
}

/** Evenly in [0, 1), by the id. */
function placeOf(salt: string, event_id: string): number {
  return createHash('sha256').update(`${salt}\n${event_id}`).digest().readUInt32BE(0) / 2 ** 32;
}
