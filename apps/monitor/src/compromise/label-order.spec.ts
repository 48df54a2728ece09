import { describe, expect, it } from '@jest/globals';
import { askedQuestions } from '../roles/asked-questions.fixture.js';
import { givenLabels } from '../roles/given-labels.fixture.js';
import { labelOrder } from './label-order.js';

const events = askedQuestions(1, 4);
const labels = givenLabels(1, events);
const question = (at: number, label_time: number, source = 'desk') => ({
  offset: at,
  time: 0,
  event: events[at]!,
  label: { ...labels[at]!, label_time, source },
});

describe('the order of labels', () => {
  it('is that of their times, then of events and sources, whatever was asked first', () => {
    const late = question(0, 9_000);
    const [early, same, other] = [question(3, 5_000), question(2, 9_000, 'b'), question(2, 9_000, 'a')];
    expect([late, same, early, other].sort(labelOrder)).toEqual([early, late, other, same]);
  });

  it('is that of the events where labels have no times of their own', () => {
    const untimed = [3, 1, 2, 0].map((at) => question(at, 0));
    expect(untimed.sort(labelOrder).map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
    expect([question(2, 0), question(0, 1_500)].sort(labelOrder).map(({ offset }) => offset)).toEqual([0, 2]);
  });
});
