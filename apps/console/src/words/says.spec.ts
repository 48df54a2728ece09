import { describe, expect, it } from '@jest/globals';
import {
  calledShort,
  ksApplies,
  ksNoise,
  scalesFor,
  segmentWords,
  short,
  shortened,
  standing,
  sureness,
  surprise,
} from './says.js';

describe('what the console says', () => {
  it('names the whole traffic', () => expect(segmentWords('')).toBe('all traffic'));
  it('keeps the value of a segment', () => expect(segmentWords('origin=JFK')).toBe('origin = JFK'));
  it('puts a confidence into words', () =>
    expect([0.95, 0.75, 0.5, 0.1].map(sureness)).toEqual(['almost certain', 'likely', 'plausible', 'a guess']));
  it('shortens digests without their algorithm', () => expect(short('sha256:0123456789abcdef')).toBe('0123456789ab'));
  it('tells noise from unusual from alarming', () =>
    expect([0.01, 0.05, 0.2].map((value) => standing(value, 0.02, 0.1))).toEqual(['noise', 'unusual', 'alarming']));
  it('derives the KS noise band from the critical value', () => {
    // One-sample asymptotic quantiles times sqrt(n): 1.3581 at 0.05, 1.9495 at 0.001 (Smirnov 1948).
    expect(ksNoise(1.9495, 0.001)).toBeCloseTo(1.3581, 3);
    expect(ksNoise(0.1, 0.05)).toBe(0.1);
  });
  it('knows a KS distance that says nothing: of bins without an order, or without a value', () =>
    expect(
      [
        { ks: 0.1, ks_critical: 0.2 },
        { ks: 0, ks_critical: 0.2 },
        { ks: 0.3, ks_critical: 1 },
        { ks: 0, ks_critical: 1 },
        { ks: 0, ks_critical: 0 },
        { ks: NaN, ks_critical: 0.2 },
      ].map(ksApplies),
    ).toEqual([true, true, true, false, false, false]));
  it('measures surprise in units of the critical value, without bound and without infinity', () => {
    const alpha = 1e-4;
    expect([1, 1e-2, 1e-4, 1e-8].map((p_value) => Number(surprise({ p_value, alpha }).toFixed(9)))).toEqual([
      0, 0.5, 1, 2,
    ]);
    expect(surprise({ p_value: 0, alpha })).toBeCloseTo(80.8, 1);
    expect(surprise({ p_value: 0.5, alpha: 0 })).toBeNaN();
  });
  it('doubles windows up to .64 of the baseline', () => {
    expect(scalesFor(100)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(scalesFor(1)).toEqual([1]);
  });
  it('cuts pseudonyms, and nothing else', () => {
    const digest = '0123456789abcdef'.repeat(4);
    const names = ['', 'acme', 'customer-service-team-1', 'gW98q04XipR3F0fnj8KfUA', '-_98q04XipR3F0fnj8Kf-_', digest];
    expect(names.map(calledShort)).toEqual([
      'nobody named',
      'acme',
      'customer-service-team-1',
      'gW98q04XipR3',
      '-_98q04XipR3',
      '0123456789ab',
    ]);
    expect(shortened(`7 of 10 questions of key gW98q04XipR3F0fnj8KfUA lie near (${digest}), 4 of 7 flipped`)).toBe(
      '7 of 10 questions of key gW98q04XipR3 lie near (0123456789ab), 4 of 7 flipped',
    );
  });
});
