import { describe, expect, it } from '@jest/globals';
import type { SelfTestReport } from '@anchorwatch/detection';
import { isKept, selfTestText } from './self-test-text.js';

const found = {
  name: 'distance + 1 sd',
  subject: 'distance',
  found: true,
  delay_events: 1_200,
  delay_ms: 5,
  expected_events: 80,
  words: 'distance is higher by 1 sd',
};
const report: SelfTestReport = {
  model: 'm',
  baseline: 'abcdefabcdefabcdef',
  seed: 1,
  control: { resamples: 10, ticks: 4_320, allowed: 0.05, alarms: 1 },
  recent: { events: 20_000, from: 0, to: 1, alarms: 0 },
  injections: [found],
};

describe('a self-test in words', () => {
  it('keeps what it promises within what chance gives once in a hundred times', () => {
    const control = (allowed: number, alarms: number) => ({
      ...report,
      control: { ...report.control, allowed, alarms },
    });
    expect([1, 2].map((alarms) => isKept(control(0.05, alarms)))).toEqual([true, false]);
    expect([4, 5].map((alarms) => isKept(control(1, alarms)))).toEqual([true, false]);
    expect([1_074, 1_075].map((alarms) => isKept(control(1_000, alarms)))).toEqual([true, false]);
    expect(isKept({ ...report, injections: [{ ...found, found: false }] })).toBe(false);
  });

  it('says what was found and what was missed', () => {
    const missed = {
      ...found,
      name: 'score frozen',
      found: false,
      delay_events: null,
      expected_events: null,
      words: '',
    };
    const text = selfTestText({ ...report, injections: [found, missed] });
    expect(text).toContain('1 of 2 found');
    expect(text).toContain('found   distance + 1 sd: after 1,200 events, expected by 80: distance is higher by 1 sd');
    expect(text).toContain('MISSED  score frozen');
  });

  it('says nothing of changes where only the controls were made', () => {
    const { recent: _, ...controls } = { ...report, injections: [] };
    expect(selfTestText(controls).split('\n').at(-1)).toBe('  1 false alarms; the budget allows 0.050');
    expect(isKept(controls)).toBe(true);
  });
});
