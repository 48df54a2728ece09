import type { DigestMemory } from './digest-day.js';
import type { Episode } from './episode.js';
import type { Ends } from './window.js';

/** What a judge must remember besides counts, which come back from the store. Keys of streams are `<segment>\n<subject>`. */
export interface JudgeMemory {
  readonly first_tick: number;
  /** The first tick of the stretch without events that has lasted since; absent when the last tick had some. */
  readonly empty_since?: number;
  readonly floors: Readonly<Record<string, number>>;
  readonly watch_floors: Readonly<Record<string, number>>;
  /** Absent while there are none. */
  readonly told?: Readonly<Record<string, number>>;
  readonly episodes: Readonly<Record<string, Episode>>;
  /** By segment: ends of the last tick with events. */
  readonly last: Readonly<Record<string, Ends>>;
  /** The day so far; absent before the first tick, and in what was written before there was a digest. */
  readonly digest?: DigestMemory;
}

/** Reads the memory of a judgement. @throws Error when the text was not written by a judge */
export function readMemory(state: string): JudgeMemory {
  const memory: unknown = JSON.parse(state);
  if (typeof memory === 'object' && memory !== null && 'first_tick' in memory && 'episodes' in memory) {
    return memory as JudgeMemory;
  }
  throw new Error('the state of this judgement was not written by a judge: it has no first_tick and episodes');
}
