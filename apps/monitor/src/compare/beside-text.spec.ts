import { describe, expect, it } from '@jest/globals';
import { besideText } from './beside-text.js';
import type { ComparedRow } from './comparison.js';

const none = { nulls: 0, wrong_type: 0, nans: 0, infinities: 0, below: 0, above: 0, n_effective: 0 };

describe('what a comparison counted beside the bins', () => {
  it('is said of both sides with its shares, marked where it differs, and only where there is any', () => {
    const rows = [
      {
        subject: 'amount',
        segment: 'region=n',
        alpha: 1e-4,
        a: { ...none, n: 900, nulls: 100 },
        b: { ...none, n: 500, nulls: 400, wrong_type: 100, above: 5 },
        tests: [
          { statistic: 'nulls', value: 0.4, p_value: 1e-9, critical: 0.2 },
          { statistic: 'wrong type', value: 0.1, p_value: 1e-9, critical: 0.01 },
          { statistic: 'above', value: 0.01, p_value: 0.3, critical: 0.1 },
        ],
      },
      { subject: 'age', segment: '', alpha: 1e-4, a: { ...none, n: 5 }, b: { ...none, n: 0 }, tests: [] },
    ] as unknown as readonly ComparedRow[];
    expect(besideText(rows)).toEqual([
      '',
      'Beside the bins, A → B:',
      '   amount [region=n]: ≠ 100 (10 %) → 400 (40 %) missing, ≠ 0 (0 %) → 100 (10 %) of the wrong type, 0 (0 %) → 5 (1 %) above the range of the baseline',
    ]);
    expect(besideText(rows.slice(1))).toEqual([]);
  });
});
