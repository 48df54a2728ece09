import { costSigns } from './cost-signs.js';
import { forgetful, type Detector } from './detector.js';
import { atShare } from './quantile.js';
import { tokensOf } from './sizes.js';

/** Tokens that 90, 99 and 99.9 % of healthy questions and their answers do not exceed. */
export interface FittedTokens {
  readonly dear: number;
  readonly costly: number;
  readonly lavish: number;
}

const fewestCounted = 300;

const signs = {
  ...costSigns,
  needs: 'tokens_in or tokens_out',
  costs: 'one comparison',
  atlas: ['AML.T0034.001', 'AML.T0029'],
};

/**
 * How many tokens a question and its answer cost, beside healthy ones. `lavish` and `costly` see the few that cost very much, `dear` the many that each cost a
 * little more: over 500 of a principal's own questions even a slow drip adds up.
 */
export const tokens: Detector<FittedTokens, undefined> = {
  remembers: false,
  bits: [
    {
      ...signs,
      name: 'dear',
      means: 'cost more tokens than 90 % of healthy ones',
      evaded_by: 'asking many ordinary questions instead, or from many accounts',
    },
    {
      ...signs,
      name: 'costly',
      means: 'cost more tokens than 99 % of healthy ones',
      evaded_by: 'staying below what the dearest customers cost, or asking from many accounts',
    },
    {
      ...signs,
      name: 'lavish',
      means: 'cost more tokens than 99.9 % of healthy ones',
      evaded_by: 'staying below what the dearest questions cost',
    },
  ],

  fit(healthy) {
    const counted = healthy.map(({ event }) => tokensOf(event)).filter((count) => count !== undefined);
    if (counted.length === 0) return { blind: 'no tokens are counted' };
    if (counted.length < fewestCounted)
      return {
        blind: `only ${counted.length} questions with tokens in the baseline, at least ${fewestCounted} are needed`,
      };
    const [dear, costly] = [atShare(counted, 0.9), atShare(counted, 0.99)];
    // Of few questions the largest by itself is no thousandth.
    const [, second] = [...counted].sort((a, b) => b - a);
    return { dear, costly, lavish: Math.max(atShare(counted, 0.999), second!) };
  },

  open({ dear, costly, lavish }) {
    return forgetful(({ event }) => {
      const count = tokensOf(event);
      if (count === undefined) return [undefined, undefined, undefined];
      const because = { because: `${count} tokens` };
      return [dear, costly, lavish].map((limit) => count > limit && because);
    });
  },
};
