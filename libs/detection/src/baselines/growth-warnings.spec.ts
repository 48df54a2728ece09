import { describe, expect, it } from '@jest/globals';
import { baselineOf, eventAt, normal } from '../streams.fixture.js';

const hour = 3_600_000;

describe('the warnings of a baseline', () => {
  const stream = (count: number, level: (k: number, z: () => number) => number, ms = 100) => {
    const z = normal(8);
    return Array.from({ length: count }, (_, k) =>
      eventAt(k, { event_time: 1_000_000 + k * ms, features: { level: level(k, z) } }),
    );
  };

  it('are none for independent values, nor for those that forget soon', async () => {
    expect((await baselineOf(stream(8000, (_, z) => z()))).warnings).toBeUndefined();
    let last = 0;
    const forgetful = stream(8000, (_, z) => (last = 0.5 * last + z()));
    expect((await baselineOf(forgetful)).warnings).toBeUndefined();
  });

  it('name a season that a file without times cannot tell by its hours', async () => {
    const { warnings } = await baselineOf(stream(16_000, (k, z) => z() + Math.sin((2 * Math.PI * k) / 4000)));
    expect(warnings).toHaveLength(1);
    expect(warnings![0]).toMatchObject({ subject: 'level', segment: '' });
    expect(warnings![0]!.words).toMatch(/^season or long memory: its windows of 80 events vary \d+\.\d times/);
    expect(warnings![0]!.words).toContain('give the file a column of times');
  });

  it('are not needed where the hours of the day explain the season', async () => {
    const daily = stream(24_000, (k, z) => z() + Math.sin((2 * Math.PI * k) / 2400), hour / 100);
    const baseline = await baselineOf(daily, { kind: 'time', ms: hour / 4 });
    expect(baseline.subjects[0]!.profiles[0]!.phases?.season).toBe('day');
    expect(baseline.warnings).toBeUndefined();
  });
});
