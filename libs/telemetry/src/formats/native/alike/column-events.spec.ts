import { describe, expect, it } from '@jest/globals';
import type { Decoded } from '../../../event.js';
import { readColumns } from '../columns.js';
import { decodeTelemetry } from '../decode-native.js';
import { CONTENT_TYPES } from '../decode-records.js';
import { ColumnEvents } from './column-events.js';

const options = { pseudonymise: (name: string) => `h(${name})`, now: Date.UTC(2026, 0, 2) };

/** A few numbers that look random, always the same. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Columns = Record<string, unknown[]>;

const decoded = (batch: object): Decoded[] =>
  decodeTelemetry(Buffer.from(JSON.stringify(batch)), CONTENT_TYPES.columns, options);

/** The rows of a batch one by one, each as a batch of its own: the first row of a batch is always read as a record. */
function oneByOne(constants: object, columns: Columns, count: number): Decoded[] {
  return Array.from({ length: count }, (_, row) => {
    const own = Object.entries(columns).map(([name, values]) => [name, [values[row]]]);
    return { ...decoded({ ...constants, columns: Object.fromEntries(own) })[0]!, part: row };
  });
}

/** What a column may hold, usual first. */
const values: Record<string, readonly unknown[]> = {
  time: ['2026-01-01T00:00:00Z', 1_767_225_600_000.5, '2026-01-01T00:00:00+01:00', '2027-01-01T00:00:00Z', null, 'now'],
  model: ['m', 'n', null, '', 4],
  model_version: ['1', null, '2', ''],
  row: [0, 7, null, 1.5],
  status: ['ok', 'error', null, 'fine'],
  latency_ms: [3, 0.25, null, -1, '3'],
  sampling_fraction: [1, 0.5, null, 0],
  trace_id: ['t', null, 't'.repeat(201)],
  principal: ['alice', 'bob', null, '', 4],
  'principal.key': ['carol', null, 'dave'],
  'principal.organisation': ['acme', null],
  'features.x': [1, -0.5, null, 'NaN', 'text', true, [1, 2], { y: 1 }],
  'features.y': ['a', 'b', null, 3],
  'prediction.label': ['yes', 'no', null, ''],
  'prediction.score': [0.5, 0.25, null, 'high'],
  'prediction.classes.yes': [0.5, 1, null, 1.5],
  'prediction.margin': [2, 'wide', null],
  'attributes.region': ['north', 'south', null, 4, true, {}],
  region: ['east', 'west', null],
  colour: ['red', 'blue', null, 4, [1]],
};

const beside: readonly object[] = [
  {},
  { model: 'm', time: 0 },
  { model: 'm', time: 0, model_version: '3', status: 'error', latency_ms: 2 },
  { model: 'm', time: 0, attributes: { region: 'centre', 'prediction.margin': '1' }, colour: 'grey' },
  { model: 'm', time: 0, principal: { key: 'eve', organisation: 'evil' }, prediction: { label: 'maybe' } },
  { model: 'm', time: 0, principal: 'eve', features: { x: 1, z: 2 }, region: 'centre' },
];

describe('the events of columns', () => {
  it.each(Array.from({ length: 8 }, (_, seed) => seed))(
    'are each what it would be by itself, whatever is missing or refused, seed %s',
    (seed) => {
      const draw = draws(seed);
      for (let batch = 0; batch < 40; batch++) {
        const count = 2 + draw(8);
        const columns: Columns = { request_id: Array.from({ length: count }, (_, row) => `r${row}`) };
        // Few unusual values in some batches, many in others.
        const usual = 1 + draw(8);
        for (const [name, some] of Object.entries(values)) {
          if (draw(3) > 0 && name !== 'time' && name !== 'model') continue;
          const take = () => some[draw(usual) === 0 ? draw(some.length) : draw(2)];
          columns[name] = Array.from({ length: count }, take);
        }
        const constants = beside[draw(beside.length)]!;
        const found = decoded({ ...constants, columns });
        const expected = oneByOne(constants, columns, count);
        expect(found).toStrictEqual(expected);
        // As text as well, because the order of names is part of it.
        expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
      }
    },
  );

  it('are read without their records once one of them was read as one', () => {
    const columns = { request_id: ['a', 'b'], time: [1, 2], 'features.x': [1, 2], 'prediction.score': [1, null] };
    const events = ColumnEvents.of(readColumns({ model: 'm', columns }, 2), options)!;
    expect(events.read(0)).toBeUndefined();
    const [first] = decoded({ model: 'm', columns });
    if (first?.kind === 'event') events.learn(first);
    expect(events.read(0)).toStrictEqual({ event: first?.kind === 'event' && first.event, unknown_fields: 0 });
    expect(events.read(1)).toBeUndefined();
  });

  it('refuse the second of two rows of one identity, also of different models', () => {
    const columns = { request_id: ['a', 'b', 'a', 'a', 'b'], model: ['m', 'm', 'm', 'n', 'm'], time: [1, 2, 3, 4, 5] };
    const found = decoded({ columns }).map((one) => (one.kind === 'rejection' ? one.rejection.reason : one.kind));
    const repeated = (first: number) => `repeated in this batch (first at record ${first})`;
    expect(found).toEqual(['event', 'event', repeated(0), 'event', repeated(1)]);
  });
});
