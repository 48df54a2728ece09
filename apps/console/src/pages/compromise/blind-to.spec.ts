import { describe, expect, it } from '@jest/globals';
import { blindTo } from './blind-to.js';

const spots = [
  { detector: 'near', reason: 'no features' },
  { detector: 'few', reason: 'no principals' },
  { detector: 'kin', reason: 'no features' },
];

describe('why several bits see nothing', () => {
  it('is said with each reason once', () => {
    expect(blindTo(spots, ['near', 'few', 'kin'])).toBe('no features; no principals');
  });

  it('is nothing as long as one of them sees', () => {
    expect(blindTo(spots, ['near', 'relay'])).toBe('');
    expect(blindTo([{ detector: 'near by key', reason: 'insufficient calibration' }], ['near'])).toBe('');
  });
});
