import { type OnlineFdr, requirePValue, slowShare } from './online-fdr.js';

export interface LondState {
  readonly count: number;
  readonly discoveries: number;
  /** 1 + 1/2 + … + 1/count. */
  readonly harmonic: number;
}

/**
 * LOND: the i-th level is (discoveries so far + 1)·alpha·γᵢ. For any dependence between the p-values it is divided by
 * 1 + 1/2 + … + 1/i. O(1), and weak after many tests without a discovery.
 *
 * @see Javanmard & Montanari (2015), On Online Control of False Discovery Rate, https://arxiv.org/abs/1502.06197
 */
export function lond(alpha: number, dependence: 'none' | 'any' = 'none'): OnlineFdr<LondState> {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError('lond requires alpha in (0, 1)');
  return {
    start: { count: 0, discoveries: 0, harmonic: 0 },
    step(state, pValue) {
      requirePValue(pValue, 'lond');
      const count = state.count + 1;
      const harmonic = state.harmonic + 1 / count;
      const whole = (state.discoveries + 1) * alpha * slowShare(count);
      const level = dependence === 'any' ? whole / harmonic : whole;
      const discovered = pValue <= level;
      return { state: { count, discoveries: state.discoveries + (discovered ? 1 : 0), harmonic }, level, discovered };
    },
  };
}
