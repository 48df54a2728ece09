import { besideOf, besides } from '../../libs/detection/dist/beside.js';
import { countValue, layoutOf } from '../../libs/detection/dist/layout.js';

/**
 * Counts columns of numbers in memory into the profiles of one tick, without an event for each row.
 * The counts are those of the last tick only: a judge has read them when it returns.
 */
export function tickCounter(baseline, columnOf) {
  const slots = layoutOf(baseline, 'events').slots.map((slot) => {
    const vector = new Uint32Array(slot.bins + besides.length);
    const counts = vector.subarray(0, slot.bins);
    return { slot: { ...slot, start: 0 }, values: columnOf(slot.subject.subject), vector, counts };
  });
  const { model, digest } = baseline;
  return (tick, first, after) =>
    slots.map(({ slot, values, vector, counts }) => {
      vector.fill(0);
      for (let row = first; row < after; row++) countValue(slot, values[row], vector);
      const { nulls, wrong_type, nans, infinities, below, above } = besideOf(vector, slot.bins);
      return {
        model,
        baseline: digest,
        tick,
        segment: '',
        subject: slot.subject.subject,
        counts,
        nulls,
        wrong_type,
        nans,
        infinities,
        below,
        above,
        first_offset: first,
        last_offset: after - 1,
        first_time: first,
        last_time: after - 1,
      };
    });
}
