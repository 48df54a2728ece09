import { besideOf, besides } from '../../libs/detection/dist/counting/beside.js';
import { countValue, layoutOf } from '../../libs/detection/dist/counting/layout.js';

/**
 * Counts columns of numbers in memory into the profiles of one tick, without an event for each row.
 * The profiles are those of the last tick only: a judge has read them when it returns.
 */
export function tickCounter(baseline, columnOf) {
  const { model, digest } = baseline;
  const slots = layoutOf(baseline, 'events').slots.map((slot) => {
    const { subject } = slot.subject;
    const vector = new Uint32Array(slot.bins + besides.length);
    const counts = vector.subarray(0, slot.bins);
    const ends = { first_offset: 0, last_offset: 0, first_time: 0, last_time: 0 };
    const profile = {
      model,
      baseline: digest,
      tick: 0,
      segment: '',
      subject,
      counts,
      ...besideOf(vector, slot.bins),
      ...ends,
    };
    return { slot: { ...slot, start: 0 }, values: columnOf(subject), vector, profile };
  });
  const profiles = slots.map(({ profile }) => profile);
  return (tick, first, after) => {
    for (const { slot, values, vector, profile } of slots) {
      vector.fill(0);
      for (let row = first; row < after; row++) countValue(slot, values[row], vector);
      profile.tick = tick;
      profile.nulls = vector[slot.bins];
      profile.wrong_type = vector[slot.bins + 1];
      profile.nans = vector[slot.bins + 2];
      profile.infinities = vector[slot.bins + 3];
      profile.below = vector[slot.bins + 4];
      profile.above = vector[slot.bins + 5];
      profile.first_offset = profile.first_time = first;
      profile.last_offset = profile.last_time = after - 1;
    }
    return profiles;
  };
}
