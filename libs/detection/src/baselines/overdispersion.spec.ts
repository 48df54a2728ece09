import { describe, expect, it } from '@jest/globals';
import { normalQuantile, studentTPValue } from '@anchorwatch/stats';
import { enlargement } from './overdispersion.js';
import { baselineOf, eventAt, normal, uniform } from '../streams.fixture.js';

describe('the enlargement of a measured variance', () => {
  it.each([60, 125, 500, 5000])('keeps the level of a test of %i windows where tests alarm', (windows) => {
    const z = -normalQuantile(1e-7 / 2);
    const p = studentTPValue(z * Math.sqrt(enlargement(windows)), windows);
    expect(p).toBeGreaterThan(0.5e-7);
    expect(p).toBeLessThan(1.5e-7);
  });

  it('is two standard errors where windows are few, and little where they are many', () => {
    expect(enlargement(8)).toBe(2);
    expect(enlargement(20_000)).toBeCloseTo(1, 2);
  });
});

describe('the overdispersion of a baseline', () => {
  it('is that of the windows that hold events, however many hold none', async () => {
    const perTick = 20;
    const measured = async (everyTicks: number) => {
      const [z, u] = [normal(3), uniform(4)];
      const events = Array.from({ length: 400 }, (_, place) => {
        const missing = u() < 0.1 ? 0.9 : 0.02;
        return Array.from({ length: perTick }, (_, k) =>
          eventAt(place * perTick + k, {
            event_time: place * everyTicks * 1_000 + k,
            features: { x: u() < missing ? null : z(), point: u() < missing ? null : [z(), z(), z()] },
          }),
        );
      });
      const { subjects } = await baselineOf(events.flat(), { kind: 'time', ms: 1_000 });
      return ['x', 'point'].map((name) => {
        const { overdispersion } = subjects.find(({ subject }) => subject === name)!.profiles[0]!;
        return { windows: overdispersion[0]!.windows, nulls: overdispersion[0]!.nulls };
      });
    };
    const [without, among] = [await measured(1), await measured(4)];
    expect(without[0]!.nulls).toBeGreaterThan(4);
    expect(without[1]!.nulls).toBeGreaterThan(4);
    expect(among).toEqual(without);
  });
});
