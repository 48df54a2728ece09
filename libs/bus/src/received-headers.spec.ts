import { describe, expect, it } from '@jest/globals';
import { readHeaders } from './received-headers.js';

const bytes = (text: string) => Buffer.from(text);

describe('the headers of a message', () => {
  it('are text, and of one that was sent several times the last', () => {
    expect({ ...readHeaders({ type: bytes('json'), trace: [bytes('a'), bytes('b')], gone: undefined }) }).toEqual({
      type: 'json',
      trace: 'b',
    });
    expect(readHeaders(undefined)).toEqual({});
  });

  it('are given again while their bytes are the same', () => {
    const first = readHeaders({ type: bytes('json'), by: bytes('a') });
    expect(readHeaders({ by: bytes('a'), type: bytes('json') })).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it.each([
    ['another value', { type: bytes('text'), by: bytes('a') }],
    ['another name', { kind: bytes('json'), by: bytes('a') }],
    ['one more', { type: bytes('json'), by: bytes('a'), more: bytes('') }],
    ['one less', { type: bytes('json') }],
    ['none', {}],
    ['a text instead of bytes', { type: 'json', by: bytes('b') }],
  ])('are read anew with %s', (_, raw) => {
    readHeaders({ type: bytes('json'), by: bytes('a') });
    const expected = Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, value.toString()]));
    expect({ ...readHeaders(raw) }).toEqual(expected);
  });

  it('do not follow bytes that change after they were read', () => {
    const value = bytes('json');
    readHeaders({ type: value });
    value.write('text');
    expect({ ...readHeaders({ type: value }) }).toEqual({ type: 'text' });
  });

  it('are not kept when they are large', () => {
    const large = { type: bytes('x'.repeat(2_000)) };
    expect(readHeaders(large)).not.toBe(readHeaders(large));
  });
});
