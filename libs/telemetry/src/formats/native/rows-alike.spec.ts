import { describe, expect, it } from '@jest/globals';
import { readColumns, recordsOf } from './columns.js';

/** A few numbers that look random, always the same. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** All rows of a batch. */
function rowsOf(batch: unknown, count: number): Record<string, unknown>[] {
  const recordOf = recordsOf(readColumns(batch, count));
  return Array.from({ length: count }, (_, row) => recordOf(row));
}

/** The rows of a batch one by one, each as a batch of its own: none of them can be like another. */
function oneByOne(batch: { columns: Record<string, unknown[]> }, count: number): unknown[] {
  return Array.from({ length: count }, (_, row) => {
    const columns = Object.fromEntries(Object.entries(batch.columns).map(([name, values]) => [name, [values[row]]]));
    return rowsOf({ ...batch, columns }, 1)[0];
  });
}

describe('rows of columns', () => {
  const wide = Array.from({ length: 40 }, (_, k) => `features.f${k}`);
  const names = [
    'request_id',
    ...wide,
    'prediction.score',
    'prediction.classes.a',
    'prediction.classes.b',
    'latency_ms',
  ];

  it.each([1, 2, 3])('are each what it would be by itself, whichever values are missing', (seed) => {
    const draw = draws(seed);
    const count = 300;
    const value = (): unknown => [null, draw(100), 'text', draw(9) / 7, null][draw(5)];
    const columns = Object.fromEntries(
      names.map((name) => [name, Array.from({ length: count }, () => (draw(4) === 0 ? value() : draw(1000) / 8))]),
    );
    const constants = { model: 'm', attributes: { region: 'north' }, prediction: { label: 'yes' } };
    const batch = { ...constants, columns: { ...columns, 'attributes.shard': columns.latency_ms! } };
    const rows = rowsOf(batch, count);
    // As text, because the order of names is part of it.
    expect(JSON.stringify(rows)).toBe(JSON.stringify(oneByOne(batch, count)));
    expect(batch.attributes).toEqual({ region: 'north' });
  });

  it('share nothing that a row writes into', () => {
    const batch = {
      model: 'm',
      columns: { request_id: ['a', 'b', 'c'], 'features.x': [1, 2, 3], 'prediction.score': [4, 5, 6] },
    };
    const rows = rowsOf(batch, 3);
    expect(new Set(rows.map(({ features }) => features)).size).toBe(3);
    expect(new Set(rows.map(({ prediction }) => prediction)).size).toBe(3);
  });

  it('let columns of parts and a column of the whole stand beside each other, in the order in which they were sent', () => {
    const whole = [{ a: 1 }, { a: 2 }, null];
    for (const columns of [
      { features: whole, 'features.x': [7, 8, 9], request_id: ['1', '2', '3'] },
      { 'features.x': [7, 8, 9], features: whole, request_id: ['1', '2', '3'] },
    ])
      expect(rowsOf({ columns }, 3)).toEqual(oneByOne({ columns }, 3));
  });
});
