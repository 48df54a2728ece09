// What all of them said, as one table.
import { CONTROLS, SHIFTS } from './streams.mjs';

export const HEADINGS = [
  'detector',
  ...CONTROLS.map((law) => `alarms/1e6, ${law}`),
  ...SHIFTS.map((shift) => `delay, +${shift} sd`),
  'values/s',
];

/** Lines of the table for one program. @returns one row of cells for each of its detectors */
export function rowsOf({ version, results }, streams) {
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const detectors = [...new Set(results.map(({ detector }) => detector))];
  return detectors.map((detector) => {
    const own = results
      .filter((result) => result.detector === detector)
      .map((result) => ({ ...result, of: byName.get(result.stream) }));
    return [
      `${detector} ${version}`,
      ...CONTROLS.map((law) => falseAlarms(own.filter(({ of }) => of.kind === 'control' && of.law === law))),
      ...SHIFTS.map((shift) => medianDelay(own.filter(({ of }) => of.shift === shift))),
      speed(own.filter(({ of }) => of.kind === 'control')),
    ];
  });
}

/** A row that says why there are no numbers. */
export function notRun(name, reason) {
  return [name, `not run: ${reason}`, ...HEADINGS.slice(2).map(() => '')];
}

/** In the form of Markdown, columns aligned. */
export function printed(rows) {
  const widths = HEADINGS.map((_, place) => Math.max(...[HEADINGS, ...rows].map((row) => row[place].length)));
  const line = (cells) => `| ${cells.map((cell, place) => cell.padEnd(widths[place])).join(' | ')} |`;
  return [line(HEADINGS), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** By the values that were judged, which are those after the baseline. */
function falseAlarms(results) {
  const alarms = results.reduce((sum, result) => sum + result.alarms.length, 0);
  const values = results.reduce((sum, result) => sum + result.values, 0);
  return ((1e6 * alarms) / values).toFixed(alarms === 0 ? 0 : 1);
}

/** Rows from the change to the first alarm after it on the column that moved; a miss is longer than any delay. */
function medianDelay(results) {
  const delays = results
    .map(({ alarms, of }) => {
      const found = alarms.filter(([row, subject]) => row > of.change && subject === of.column);
      return Math.min(...found.map(([row]) => row - of.change));
    })
    .sort((a, b) => a - b);
  const middle = delays[Math.floor(delays.length / 2)];
  const missed = delays.filter((delay) => delay === Infinity).length;
  const note = missed > 0 ? ` (missed ${missed} of ${delays.length})` : '';
  return middle === Infinity ? `missed${note.replace('missed ', '')}` : `${middle}${note}`;
}

function speed(results) {
  const values = results.reduce((sum, result) => sum + result.values, 0);
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  return Number((values / seconds).toPrecision(2)).toLocaleString('en');
}
