import { concatMap, from, type Observable } from 'rxjs';
import type { Judge, Judged } from './judge.js';
import type { MergedProfile } from '../counting/profile.js';

/** A tick that every partition has closed, with its merged profiles. */
export interface Tick {
  readonly tick: number;
  readonly profiles: readonly MergedProfile[];
}

/**
 * Carries closed ticks through a judge and what it says into `keep`, one at a time: the next tick is judged only after
 * what the last one brought has been kept. Ticks must ascend.
 */
export function watch(
  ticks: Observable<Tick>,
  judge: Judge,
  keep: (judged: Judged, tick: number) => Promise<void>,
): Observable<Judged> {
  return ticks.pipe(
    concatMap(({ tick, profiles }) => {
      const judged = judge.take(tick, profiles);
      return from(keep(judged, tick).then(() => judged));
    }),
  );
}
