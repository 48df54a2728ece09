import { describe, expect, it } from '@jest/globals';
import { findingOf } from './finding.fixture.js';
import { whatMoved } from './what-moved.js';

const moved = [
  { bin: '>= 3', before: 0.1, now: 0.4, psi: 0.21 },
  { bin: '1 to 2', before: 0.3, now: 0.2, psi: 0.04 },
];

describe('what moved in an incident', () => {
  it('is said of bins with their parts of the PSI, segments and features, the strongest finding first', () => {
    const amount = findingOf({
      subject: 'amount',
      p_value: 1e-6,
      evidence: {
        psi: 0.35,
        moved,
        segments: [
          { field: 'country', segment: 'country=DE', within: 0.19, mix: 0.01 },
          { field: 'country', segment: '', within: 0.05, mix: -0.01 },
        ],
      },
    });
    const score = findingOf({
      subject: 'score',
      role: 'score',
      p_value: 1e-9,
      segment: 'country=DE',
      evidence: { psi: 0.5, moved: moved.slice(0, 1), features: [{ subject: 'amount', psi: 0.35, psi_noise: 0.01 }] },
    });
    const watched = findingOf({ subject: 'age', tier: 'watch', p_value: 1e-12, evidence: { psi: 0.21, moved } });
    expect(whatMoved([amount, watched, score]).split('\n')).toEqual([
      'score where country=DE: >= 3 is 40 % instead of 10 % (0.21 of PSI 0.5); of the features moved most amount (PSI 0.35)',
      'amount: >= 3 is 40 % instead of 10 % (0.21 of PSI 0.35), 1 to 2 is 20 % instead of 30 % (0.04); country=DE has 0.2 of it, any other country has 0.04 of it',
      'age: >= 3 is 40 % instead of 10 % (0.21 of PSI 0.21), 1 to 2 is 20 % instead of 30 % (0.04)',
    ]);
  });

  it('is nothing where nothing has bins, and of findings made before it was kept', () => {
    expect(whatMoved([findingOf({}), findingOf({ evidence: { moved: [], segments: [], features: [] } })])).toBe('');
  });
});
