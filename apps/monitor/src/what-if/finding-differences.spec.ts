import type { Finding } from '@anchorwatch/detection';
import { describe, expect, it } from '@jest/globals';
import { findingDifferences } from './finding-differences.js';

const finding = (subject: string, from: number, to: number | null, tier = 'alarm'): Finding =>
  ({
    id: `${subject} ${from} ${tier}`,
    subject,
    segment: '',
    tier,
    window: { from },
    raised_at: { time: from + 1 },
    ended_at: to === null ? null : { time: to },
  }) as unknown as Finding;
const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id);

describe('the differences of two lists of findings', () => {
  it('pairs those of one subject whose episodes overlap, the earliest first, each once', () => {
    const recorded = [finding('a', 30, null), finding('a', 0, 10), finding('b', 0, 10)];
    const whatIf = [finding('a', 50, 60), finding('a', 40, 45), finding('a', 5, 8, 'watch'), finding('b', 11, 20)];
    const { same, only_recorded, only_what_if, counts } = findingDifferences(recorded, whatIf);
    expect(same.map((pair) => [pair.recorded.id, pair.what_if.id])).toEqual([
      ['a 0 alarm', 'a 5 watch'],
      ['a 30 alarm', 'a 40 alarm'],
    ]);
    expect(ids(only_recorded)).toEqual(['b 0 alarm']);
    expect(ids(only_what_if)).toEqual(['b 11 alarm', 'a 50 alarm']);
    expect(counts).toEqual({
      recorded: { alarm: 3, watch: 0, digest: 0 },
      what_if: { alarm: 3, watch: 1, digest: 0 },
    });
  });

  it('sorts once, and not again for each finding', () => {
    let read = 0;
    const many = Array.from({ length: 2_000 }, (_, at) => {
      const one = finding(`s${at}`, at, at + 1);
      return Object.defineProperty({ ...one }, 'raised_at', { enumerable: true, get: () => (read++, one.raised_at) });
    });
    const { counts, only_recorded } = findingDifferences(many, [...many]);
    expect([counts.recorded.alarm, only_recorded]).toEqual([2_000, []]);
    expect(read).toBeLessThan(2_000 * 100);
  });
});
