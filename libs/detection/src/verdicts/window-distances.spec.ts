import {
  hellinger,
  jensenShannonDistance,
  ksFromCounts,
  wassersteinFromCounts,
  wassersteinRidits,
} from '@anchorwatch/stats';
import { Drawn } from '../multinomial.fixture.js';
import { windowDistances } from './window-distances.js';

describe('windowDistances', () => {
  const shares = Array.from({ length: 60 }, (_, bin) => 1 + (bin % 7));
  const before = new Drawn([...shares, 0], 1);
  const now = new Drawn([0, ...shares.toReversed()], 2);

  it('says to the bit what each distance says by itself, with empty bins and counts that are not whole', () => {
    for (const n of [1, 20, 333, 5000])
      for (const size of [1, 7.3]) {
        const counts = new Float64Array(61);
        before.addTo(counts, 700);
        const reference = counts.map((count) => count * size);
        const current = new Uint32Array(61);
        now.addTo(current, n);
        const steps = shares.map((share) => share / 3);
        const total = reference.reduce((sum, count) => sum + count, 0);
        expect(windowDistances(reference, total, current, n, steps)).toEqual({
          ks: ksFromCounts(reference, current),
          jensen_shannon: jensenShannonDistance(reference, current),
          hellinger: hellinger(reference, current),
          wasserstein: wassersteinRidits(reference, current),
          wasserstein_units: wassersteinFromCounts(reference, current, steps),
        });
      }
  });

  it('finds no distance between a window and itself', () => {
    const counts = Float64Array.from(shares);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const none = { ks: 0, jensen_shannon: 0, hellinger: 0, wasserstein: 0, wasserstein_units: 0 };
    expect(windowDistances(counts, total, counts, total, shares)).toEqual(none);
  });
});
