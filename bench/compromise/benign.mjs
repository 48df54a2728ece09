// What benign traffic costs: false alarms of everybody and of principals, by bit.
import { begun, calibrationOf, placed, watchedOf, watcherOf } from './calibrated.mjs';

const WATCHED = 24_000;

/** One row a set, and the alarms by bit. */
export function benign(set, seeds) {
  const signals = seeds.flatMap((seed) => run(set, seed));
  const events = WATCHED * seeds.length;
  const pooled = signals.filter(({ level }) => level === 'pooled');
  const accused = signals.filter(({ level }) => level !== 'pooled');
  const which = [...new Set(signals.map(({ bit, principal }) => `${bit.name} ${principal || 'of all'}`))];
  const bits = calibrationOf(set, seeds.at(-1)).bits.map(({ bit }) => bit);
  return { set: set.name, events, pooled: pooled.length, accused: accused.length, which, signals, bits };
}

function run(set, seed) {
  const watcher = watcherOf(set, seed);
  const signals = [];
  let offset = 0;
  for (const { row, principal } of watchedOf(set, WATCHED, seed + 1))
    signals.push(...begun(watcher.take(placed(offset++, row, principal))));
  return signals;
}

/** Alarms and windows of each bit over all sets: windows of 25 questions of everybody, and of 10 of principals, end to end. */
export function byBit(results) {
  const rows = new Map();
  for (const { events, signals, bits } of results)
    for (const name of bits) {
      const row = rows.get(name) ?? { name, alarms: 0, windows: 0 };
      row.windows += Math.floor(events / 25) + Math.floor(events / 10);
      row.alarms += signals.filter(({ bit }) => bit.name === name).length;
      rows.set(name, row);
    }
  return [...rows.values()];
}
