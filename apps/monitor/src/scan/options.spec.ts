import { describe, expect, it } from '@jest/globals';
import { UsageProblem } from '../cli/usage-problem.js';
import { readScanOptions, type ScanWords } from './options.js';

describe('the words of scan', () => {
  it('has defaults for everything', () => {
    expect(readScanOptions({})).toEqual({
      baseline: { kind: 'default' },
      tick: undefined,
      alarms: { per: 'scan', count: 0.05 },
      classic: [],
    });
  });

  it('reads ticks by count and by time, and every kind of baseline', () => {
    expect(readScanOptions({ tick: '500', baselineRows: '1000' })).toMatchObject({
      tick: { kind: 'count', events: 500 },
      baseline: { kind: 'rows', rows: 1000 },
    });
    expect(readScanOptions({ tick: '1h', baselineUntil: '2026-01-31T00:00:00Z', alarmsPerWeek: '2' })).toEqual({
      tick: { kind: 'time', ms: 3_600_000 },
      baseline: { kind: 'until', time: Date.UTC(2026, 0, 31) },
      alarms: { per: 'week', count: 2 },
      classic: [],
    });
  });

  it('reads the classic detectors in any order, each once', () => {
    expect(readScanOptions({ classic: 'ddm, adwin,ddm' }).classic).toEqual(['adwin', 'ddm']);
  });

  it.each<[ScanWords, string]>([
    [{ tick: 'soon' }, '--tick'],
    [{ tick: '0' }, '--tick'],
    [{ baselineRows: '-5' }, '--baseline-rows'],
    [{ baselineRows: 'many' }, '--baseline-rows'],
    [{ baselineUntil: 'yesterday' }, '--baseline-until'],
    [{ alarmsPerScan: '0' }, '--alarms-per-scan'],
    [{ alarmsPerWeek: 'few' }, '--alarms-per-week'],
    [{ alarmsPerScan: '1', alarmsPerWeek: '1' }, 'choose one'],
    [{ classic: 'adwin,psychic' }, '--classic: expected names among adwin, page-hinkley'],
    [{ classic: '' }, '--classic'],
    [{ baseline: 'a.csv', baselineRows: '5' }, 'choose one'],
  ])('names what is wrong in %j', (words, expected) => {
    expect(() => readScanOptions(words)).toThrow(expected);
  });

  it('reports every problem at once', () => {
    try {
      readScanOptions({ tick: 'x', baselineRows: 'y', alarmsPerScan: 'z' });
      throw new Error('should have been refused');
    } catch (error) {
      expect((error as UsageProblem).lines).toHaveLength(3);
    }
  });
});
