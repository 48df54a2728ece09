import { wholeEvent } from '@anchorwatch/telemetry';
import { describe, expect, it } from '@jest/globals';
import { NewestEvents } from './newest-events.js';

const placed = (offset: number, values = 1) => ({
  offset,
  event: wholeEvent({
    model: 'loans',
    request_id: `r${offset}`,
    event_time: offset,
    features: { vector: Array.from({ length: values }, () => 0) },
  }),
});

describe('the newest events', () => {
  it('are the last ones, in their order', () => {
    const newest = new NewestEvents(3);
    for (let offset = 0; offset < 11; offset++) newest.take(placed(offset));
    expect(newest.all().map(({ offset }) => offset)).toEqual([8, 9, 10]);
  });

  it('are fewer where each holds much, and one at least', () => {
    const newest = new NewestEvents(100, 10);
    for (let offset = 0; offset < 9; offset++) newest.take(placed(offset, 4));
    expect(newest.all().map(({ offset }) => offset)).toEqual([7, 8]);
    newest.take(placed(9, 50));
    expect(newest.all().map(({ offset }) => offset)).toEqual([9]);
  });
});
