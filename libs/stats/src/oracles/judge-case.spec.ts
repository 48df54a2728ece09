import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { isImplemented, judgeCase } from './judge-case.js';
import { oracleCases } from './oracle-case.js';

const cases = oracleCases(JSON.parse(readFileSync(new URL('../../fixtures/oracles.json', import.meta.url), 'utf8')));
const answered = cases.filter((oracle) => isImplemented(oracle.kind));

describe('judgeCase', () => {
  it.each(answered.map((oracle) => [oracle.kind, oracle.id, oracle] as const))(
    'agrees on %s %s',
    (_kind, _id, oracle) => {
      expect(judgeCase(oracle)).toEqual({ kind: 'passed' });
    },
  );

  it('counts a kind that nobody answers as not implemented', () => {
    const [oracle] = oracleCases({ cases: [{ id: 'new', kind: 'tarot', expected: { drift: true } }] });
    expect(judgeCase(oracle!)).toEqual({ kind: 'not implemented' });
    expect(cases.filter(({ kind }) => !isImplemented(kind))).toEqual([]);
  });

  it('lets a detector be late by the rows that the case allows', () => {
    const [oracle] = oracleCases({
      cases: [
        {
          id: 'late',
          kind: 'change_detector_cusum',
          inputs: { stream: [0, 0, 0, 9] },
          params: { delta: 0, lambda_: 5, min_num_instances: 1 },
          expected: { detections: [1] },
          tolerance: { delay_max: 2 },
        },
      ],
    });
    expect(judgeCase(oracle!)).toEqual({ kind: 'passed' });
    expect(judgeCase({ ...oracle!, tolerance: { delay_max: 1 } }).kind).toBe('failed');
  });

  it('names the field, the expected and the given answer when they differ', () => {
    const [oracle] = oracleCases({
      cases: [
        {
          id: 'wrong',
          kind: 'wasserstein_1d',
          inputs: { x: [0], y: [1] },
          expected: { distance: 2 },
          tolerance: { abs: 1e-9 },
        },
      ],
    });
    expect(judgeCase(oracle!)).toEqual({
      kind: 'failed',
      differences: [{ field: 'distance', expected: 2, got: 1 }],
    });
  });

  it('takes an error for a wrong answer', () => {
    const [oracle] = oracleCases({
      cases: [{ id: 'empty', kind: 'ks_2samp', inputs: { x: [], y: [1] }, expected: { statistic: 0 } }],
    });
    expect(judgeCase(oracle!).kind).toBe('failed');
  });

  it('refuses a file of another form', () => {
    expect(() => oracleCases([])).toThrow('an oracle file requires a list named "cases"');
    expect(() => oracleCases({ cases: [{}] })).toThrow('an oracle case requires an id and a kind');
  });
});
