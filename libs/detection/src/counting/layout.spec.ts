import { describe, expect, it } from '@jest/globals';
import type { BaselineSubject } from '../baselines/baseline.js';
import { besideOf } from './beside.js';
import { countValue, layoutOf } from './layout.js';
import { eventAt } from '../streams.fixture.js';
import type { SubjectValue } from './subjects.js';

const number: BaselineSubject = {
  subject: 'distance',
  role: 'feature',
  bins: { kind: 'quantile', edges: [1, 2] },
  ordered: true,
  psi_groups: [0, 1, 2],
  least: 0,
  most: 3,
  profiles: [],
};
const { least: _least, most: _most, ...first } = number;
const text: BaselineSubject = {
  ...first,
  bins: { kind: 'categories', categories: ['red'], other: [] },
  ordered: false,
};

/** Counts values over three bins. */
function count(subject: BaselineSubject, values: readonly SubjectValue[]) {
  const { slots, size } = layoutOf({ subjects: [subject], segments: [], segment_fields: [] }, 'events');
  const vector = new Uint32Array(size);
  for (const value of values) countValue(slots[0]!, value, vector);
  return { bins: Array.from(vector.subarray(0, 3)), ...besideOf(vector, 3) };
}

const odd: readonly SubjectValue[] = [null, 'far', NaN, Infinity, -Infinity, -0.5, 0, 1.5, 3, 3.5];

describe('the segments of an event', () => {
  it('are each found once, also where a field is named twice', () => {
    const { segmentsOf } = layoutOf(
      { subjects: [], segments: ['a=1', 'b=2'], segment_fields: ['a', 'b', 'a'] },
      'events',
    );
    const found: number[] = [];
    segmentsOf(eventAt(0, { attributes: { a: '1', b: '2' } }).event, found);
    expect(found).toEqual([1, 2]);
  });
});

describe('what is counted beside the bins', () => {
  it('tells what is missing, mistyped, no number or infinite, and counts what is out of range beside its bin', () => {
    expect(count(number, odd)).toEqual({
      bins: [2, 1, 2],
      nulls: 1,
      wrong_type: 1,
      nans: 1,
      infinities: 2,
      below: 1,
      above: 1,
    });
  });

  it('counts for a baseline of format 1 as it was made: NaN is missing and infinity in an outer bin', () => {
    expect(count(first, odd)).toEqual({
      bins: [3, 1, 3],
      nulls: 2,
      wrong_type: 1,
      nans: 0,
      infinities: 0,
      below: 0,
      above: 0,
    });
  });

  it('takes NaN among categories for missing', () => {
    expect(count(text, ['red', 'mauve', NaN, Infinity])).toMatchObject({ bins: [1, 0, 1], nulls: 1, wrong_type: 1 });
  });
});
