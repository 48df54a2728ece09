// The rows that all are compared on: written once, from seeds, as CSV files with an index beside them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { streams as laws } from '../verdicts/streams.mjs';

export const BASELINE = 10_000;
/** Rows of a window, for peers that judge windows. */
export const WINDOW = 1_000;
export const COLUMNS = ['a', 'b', 'c', 'd'];
/** In standard deviations of the column that moves. */
export const SHIFTS = [0.25, 0.5, 1];
export const CONTROLS = ['i.i.d.', 'AR(1) .9', 'clusters of 20, ICC .3'];
/** Healthy rows between the baseline and a change, at least, and how the changes are spread over the windows of the peers. */
const CALM = 1_000;
const STEP = 217;
/** A change has at least 4,000 rows to be found in, which are four windows of the peers. */
const LEAST_CHANGING = 6_000;

/**
 * @param rows judged in each control; streams that change have a quarter, at least 6,000
 * @param changes streams of each shift
 * @returns the index: {name, file, kind, baseline, window, change, column, shift}, `change` the first row that is different
 */
export function writeStreams(folder, rows, changes) {
  const index = [
    ...CONTROLS.map(control),
    ...SHIFTS.flatMap((shift) => Array.from({ length: changes }, (_, place) => changing(shift, place + 1))),
  ];
  for (const stream of index) {
    const judged = stream.kind === 'control' ? rows : Math.max(LEAST_CHANGING, Math.floor(rows / 4));
    writeFileSync(join(folder, stream.file), csvOf(stream, BASELINE + judged));
  }
  writeFileSync(join(folder, 'streams.json'), JSON.stringify(index));
  return index;
}

function control(law, place) {
  const seed = place + 1;
  return { ...common(`control-${seed}`, seed), kind: 'control', law, change: null, column: null, shift: null };
}

function changing(shift, seed) {
  const number = 100 * (SHIFTS.indexOf(shift) + 1) + seed;
  const change = BASELINE + CALM + ((STEP * seed) % WINDOW);
  const column = COLUMNS[seed % COLUMNS.length];
  return { ...common(`shift-${number}`, number), kind: 'shift', law: 'i.i.d.', change, column, shift };
}

function common(name, seed) {
  return { name, file: `${name}.csv`, seed, baseline: BASELINE, window: WINDOW };
}

function csvOf({ law, seed, change, column, shift }, rows) {
  const next = COLUMNS.map((_, place) => laws[law](seed * 1_000 + place));
  const moved = COLUMNS.indexOf(column);
  const lines = Array.from({ length: rows }, (_, row) =>
    next.map((value, place) => (value() + (place === moved && row >= change ? shift : 0)).toFixed(6)).join(','),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\n');
}
