import { describe, expect, it } from '@jest/globals';
import { clip, everyNth, placed } from './labels.js';

describe('labels below bars', () => {
  it('shows all that fit', () => expect(everyNth(['a', 'b', 'c'], 300)).toBe(1));
  it('leaves out what does not fit', () =>
    expect(
      everyNth(
        Array.from({ length: 50 }, () => '123.45'),
        300,
      ),
    ).toBe(9));
  it('stand in the middle of what they name', () =>
    expect(placed('12:00', 100, 300)).toEqual({ x: 100, textAnchor: 'middle' }));
  it('stay within the chart at its ends', () => {
    expect(placed('14 Feb', 290, 300)).toEqual({ x: 300, textAnchor: 'end' });
    expect(placed('14 Feb', 3, 300)).toEqual({ x: 0, textAnchor: 'start' });
  });
  it('cuts long ones', () => expect(clip('a very long category')).toBe('a very long…'));
});
