// A model swapped behind its version: repeats of earlier questions until it is found.
import { askedBefore, begun, placed, watchedOf, watcherOf } from './calibrated.mjs';
import { readAnswers } from './logs.mjs';

const WATCHED = 24_000;
const QUIET = 2_000;

/**
 * Questions that were asked before the swap and are asked again after it: what is first asked of the other model agrees with itself from then on.
 * @param kind `swapped`: all answers, counted in repeats; `region`: 1 % of them turned, counted in the repeats that met one
 */
export function swap(set, kind) {
  const answers = readAnswers(set, kind);
  const watcher = watcherOf(set, 1);
  const before = askedBefore(set, 1);
  let [repeats, met, k] = [0, 0, 0];
  for (const { row, principal } of watchedOf(set, WATCHED, 3)) {
    const served = k < QUIET ? row : { features: row.features, prediction: answers[row.number] };
    if (k < QUIET) before.add(row.number);
    else if (before.has(row.number)) {
      repeats++;
      if (JSON.stringify(served.prediction) !== JSON.stringify(row.prediction)) met++;
    }
    const conflict = begun(watcher.take(placed(k, served, principal))).find(({ bit }) => bit.name === 'conflict');
    if (conflict) return k < QUIET ? 'false alarm before' : `${kind === 'region' ? met : repeats}`;
    k++;
  }
  return `missed ${kind === 'region' ? met : repeats}`;
}
