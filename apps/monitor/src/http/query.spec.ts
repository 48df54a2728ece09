import { describe, expect, it } from '@jest/globals';
import { limitUpTo, wholeNumber, wholeNumberOf } from './query.js';

describe('whole numbers of a query string', () => {
  const scale = wholeNumber('scale', 'Only windows of so many ticks.', [-7, 64], undefined);

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['7', 7],
    ['-7', -7],
    ['64', 64],
  ])('reads %p as %p', (text, expected) => expect(wholeNumberOf(scale, { scale: text })).toBe(expected));

  it.each(['1.5', 'x', 'Infinity', '1e30', '-8', '65'])('refuses %s by the name of its field', (text) =>
    expect(() => wholeNumberOf(scale, { scale: text })).toThrow(
      expect.objectContaining({
        status: 400,
        message: `scale: expected a whole number from -7 to 64, got "${text}"`,
        fields: [expect.objectContaining({ field: 'scale' })],
      }),
    ),
  );

  it('refuses a limit out of bounds instead of taking the nearest', () => {
    const limit = limitUpTo(10, 5);
    expect([undefined, '1', '10'].map((text) => wholeNumberOf(limit, { limit: text }))).toEqual([5, 1, 10]);
    for (const text of ['-3', '0', '11'])
      expect(() => wholeNumberOf(limit, { limit: text })).toThrow('limit: expected a whole number from 1 to 10');
  });
});
