import { describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { readEvent } from '../read-event.js';
import { KnownForms } from './known-forms.js';

const options = { pseudonymise: (name: string) => `h(${name})`, now: Date.UTC(2026, 0, 2) };

/** A few numbers that look random, always the same. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const record = {
  request_id: 'ab-1',
  time: '2026-01-01T10:20:30.456Z',
  model: 'fraud',
  model_version: '7',
  row: 3,
  features: { amount: 12.5, country: 'DE', owner: true, age: null, city: 'Köln', 'a "name': -0 },
  prediction: { label: 'yes', score: 0.25, classes: { yes: 0.25, no: 0.75 }, margin: 2 },
  principal: { key: 'alice', organisation: 'acme' },
  status: 'ok',
  latency_ms: 12,
  tokens_in: null,
  sampling_fraction: 0.5,
  attributes: { region: 'north', shard: 4 },
  colour: 'red',
};
const plain = { ...record, features: { amount: 12.5, country: 'DE', owner: true, age: null, city: 'Köln' } };

const bytesOf = (value: unknown, space?: number) => Buffer.from(JSON.stringify(value, null, space));
const longWay = (bytes: Buffer) => readEvent(JSON.parse(bytes.toString()), options);

/** Forms that know that of a message. */
function knowing(bytes: Buffer): KnownForms {
  const forms = new KnownForms();
  forms.learn(bytes, longWay(bytes), options);
  return forms;
}

describe('the forms of the messages that came last', () => {
  const forms = knowing(bytesOf(plain));

  it.each<[string, Record<string, unknown>]>([
    ['numbers', { features: { ...plain.features, amount: -1.25e-7 }, latency_ms: 0.1 + 0.2 }],
    ['texts', { model: 'churn', features: { ...plain.features, country: '', city: 'Łódź' }, colour: 'blue' }],
    ['kinds of values', { features: { amount: 'much', country: 4, owner: null, age: false, city: 1e21 } }],
    ['times', { time: '2025-12-31T23:59:59Z' }],
    ['times with a zone', { time: '2026-01-01T10:20:30.123456+02:00' }],
    ['times in milliseconds', { time: 1_767_225_600_000.75 }],
    ['names of who asked', { principal: { key: 'bob', organisation: 'b & c' } }],
    ['identities', { request_id: 'x'.repeat(200), row: 0 }],
    ['states', { status: 'error' }],
  ])('read messages that differ from them in %s as they are read the long way', (_, differs) => {
    const bytes = bytesOf({ ...plain, ...differs });
    expect(forms.read(bytes, options)).toStrictEqual(longWay(bytes));
  });

  it.each<[string, Record<string, unknown>]>([
    ['has another name', { features: { ...plain.features, extra: 1 } }],
    ['holds an escape', { features: { ...plain.features, country: 'a"b' } }],
    ['holds a list', { features: { ...plain.features, age: [1, 2] } }],
    ['lacks an identity', { request_id: '' }],
    ['comes from the future', { time: '2026-01-03T00:00:00.000Z' }],
    ['comes from before 1970', { time: '1969-12-31T23:59:59.999Z' }],
    ['comes from a day that is none', { time: '2025-02-30T00:00:00.000Z' }],
    ['comes from a year without days', { time: '0000-00-00T00:00:00.000Z' }],
    ['writes NaN as text', { features: { ...plain.features, amount: 'NaN' } }],
    ['has a part of a row', { row: 0.5 }],
    ['took less than no time', { latency_ms: -1 }],
    ['stands for nothing', { sampling_fraction: 0 }],
    ['is more than sure', { prediction: { ...plain.prediction, classes: { yes: 1.1, no: 0 } } }],
    ['has a text that is too long', { model: 'm'.repeat(201) }],
    ['has a status of its own', { status: 'fine' }],
  ])('leave alone a message that %s', (_, differs) => {
    expect(forms.read(bytesOf({ ...plain, ...differs }), options)).toBeUndefined();
  });

  it('leave alone what is no JSON, though it looks alike', () => {
    const text = bytesOf(plain).toString();
    for (const [sent, broken] of [
      ['12.5', '12.'],
      ['12.5', '012.5'],
      ['12.5', '+12.5'],
      ['12.5', '1e'],
      ['12.5', '1e999'],
      ['true', 'True'],
      ['"DE"', '"D\nE"'],
      ['"DE"', '"DE'],
      ['"row":3', '"row":3x'],
    ] as const)
      expect([broken, forms.read(Buffer.from(text.replace(sent, broken)), options)]).toEqual([broken, undefined]);
    expect(forms.read(Buffer.from(`${text} x`), options)).toBeUndefined();
    expect(forms.read(Buffer.from(text.slice(0, -1)), options)).toBeUndefined();
    const notUtf8 = Buffer.from(text.replace('Köln', 'K~ln'));
    notUtf8[notUtf8.indexOf('~')] = 0xff;
    expect(forms.read(notUtf8, options)).toBeUndefined();
    expect(forms.read(Buffer.alloc(0), options)).toBeUndefined();
  });

  it.each([0, 1, 2])('read no message otherwise than the long way, whatever bytes change, seed %s', (seed) => {
    const draw = draws(seed);
    const first = bytesOf(plain, seed);
    const known = knowing(first);
    const alphabet = Buffer.from('0123456789-+.eE"\\{}[]:, \nabtrufalsn\u00e4N');
    let alike = 0;
    for (let round = 0; round < 6_000; round++) {
      let bytes = Buffer.from(first);
      for (let change = draw(2); change >= 0; change--) {
        const at = draw(bytes.length);
        const put = alphabet.subarray(...[draw(alphabet.length)].flatMap((from) => [from, from + draw(3)]));
        bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + draw(3))]);
      }
      const read = known.read(bytes, options);
      if (read === undefined) continue;
      alike++;
      if (!isDeepStrictEqual(read, longWay(bytes))) expect([bytes.toString(), read]).toEqual(longWay(bytes));
    }
    expect(alike).toBeGreaterThan(150);
  });

  it.each([
    [15, 4],
    [17, 4],
    [3, 25],
  ])('read numbers of %s digits as JSON.parse does', (digits, decimals) => {
    const draw = draws(digits);
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: digits }, () => draw(10)).join('');
      const number = `${draw(2) === 0 ? '-' : ''}${draw(10)}.${'0'.repeat(draw(decimals))}${text}`;
      const bytes = Buffer.from(bytesOf(plain).toString().replace('12.5', number));
      expect(forms.read(bytes, options)).toStrictEqual(longWay(bytes));
    }
  });

  it('hash the names of who asked by the options of each message', () => {
    const bytes = bytesOf(plain);
    expect(forms.read(bytes, options)?.event.principal).toEqual({ key: 'h(alice)', organisation: 'h(acme)' });
    const hashed = forms.read(bytes, { ...options, principal_hashed: true });
    expect(hashed?.event.principal).toEqual({ key: 'alice', organisation: 'acme' });
    expect(forms.read(bytes, { ...options, now: 0 })).toBeUndefined();
  });

  it('give events that share nothing that a message writes', () => {
    const [one, two] = [0.25, 1].map((yes) => bytesOf({ ...plain, prediction: { classes: { yes } } }));
    const known = knowing(one!);
    const first = known.read(one!, options);
    expect(known.read(two!, options)).toStrictEqual(longWay(two!));
    expect(first).toStrictEqual(longWay(one!));
  });

  it('learn no form of a message with an escaped name or a list', () => {
    for (const sent of [record, { ...plain, features: { list: [1] } }]) {
      const bytes = bytesOf(sent);
      expect(knowing(bytes).read(bytes, options)).toBeUndefined();
    }
  });

  it('find the form of each message among those of several models, and of several kinds of one', () => {
    const many = new KnownForms();
    const kinds = Array.from({ length: 12 }, (_, kind) =>
      bytesOf({ ...plain, model: `model ${kind % 3}`, features: { [`feature ${kind}`]: 1 } }),
    );
    for (const bytes of kinds) for (let k = 0; k < 16; k++) many.learn(bytes, longWay(bytes), options);
    for (const bytes of [...kinds, ...kinds.reverse()]) expect(many.read(bytes, options)).toStrictEqual(longWay(bytes));
  });
});
