import type { Judgement } from '../detection-store.js';
import type { DigestMemory } from './digest-day.js';
import type { Episode } from './episode.js';
import type { Series } from './series.js';
import type { Ends } from '../windows/window.js';

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

/** Whether anything that was found still lasts by a judgement. */
export function isAnythingOpen({ state }: Pick<Judgement, 'state'>): boolean {
  return Object.keys(readMemory(state).episodes).length > 0;
}

type OfSeries = Pick<JudgeMemory, 'floors' | 'watch_floors' | 'told' | 'episodes'>;

/** What is to be remembered of series. */
export function rememberSeries(all: Iterable<Series>): OfSeries {
  const floors: Record<string, number> = {};
  const watchFloors: Record<string, number> = {};
  const told: Record<string, number> = {};
  const episodes: Record<string, Episode> = {};
  for (const series of all) {
    const { key } = series;
    if (series.floor > -Infinity) floors[key] = series.floor;
    if (series.watchFloor > -Infinity) watchFloors[key] = series.watchFloor;
    if (series.told > -Infinity) told[key] = series.told;
    if (series.episode !== undefined) episodes[key] = series.episode;
  }
  return { floors, watch_floors: watchFloors, ...(Object.keys(told).length > 0 && { told }), episodes };
}

/** Gives series back what was remembered of them. */
export function recallSeries(all: Iterable<Series>, memory: OfSeries): void {
  for (const series of all) {
    const { key } = series;
    series.floor = memory.floors[key] ?? -Infinity;
    series.watchFloor = memory.watch_floors[key] ?? -Infinity;
    series.told = memory.told?.[key] ?? -Infinity;
    series.episode = memory.episodes[key];
  }
}
