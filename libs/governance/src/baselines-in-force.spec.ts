import { describe, expect, it } from '@jest/globals';
import { baselinesInForce } from './baselines-in-force.js';

/** Promotions in the order in which they were decided. */
function promoted(...promotions: readonly [digest: string, version: string, from: number][]) {
  return {
    promotions: promotions.map(([digest, model_version, effective_from]) => ({
      digest,
      model_version,
      effective_from,
      by: 'ann',
      at: 0,
    })),
  };
}

describe('the baselines in force', () => {
  const canary = promoted(['a', '1', 0], ['a2', '1', 500], ['b', '2', 600]);

  it('are one of each version, the newest first', () => {
    expect(baselinesInForce(canary, -1)).toEqual([]);
    expect(baselinesInForce(canary, 0)).toEqual(['a']);
    expect(baselinesInForce(canary, 599)).toEqual(['a2']);
    expect(baselinesInForce(canary, 600)).toEqual(['b', 'a2']);
  });

  it('are told apart by the later decision where two begin at one time', () => {
    expect(baselinesInForce(promoted(['a', '1', 5], ['b', '1', 5], ['c', '2', 5]), 5)).toEqual(['c', 'b']);
  });

  it('name a baseline once that two versions share', () => {
    expect(baselinesInForce(promoted(['a', '1', 0], ['b', '2', 5], ['a', '3', 9]), 9)).toEqual(['a', 'b']);
  });
});
