import { describe, expect, it } from '@jest/globals';
import type { RequestHalf } from '@anchorwatch/telemetry';
import { HeardBefore } from './heard-before.js';

const half = (request_id: string): RequestHalf => ({
  side: 'request',
  model: 'iris',
  tenant: '',
  endpoint: '',
  request_id,
  time: 7,
  rows: [],
  principal: {},
});

describe('what was heard before', () => {
  it('is what comes again from the same place, in any order', () => {
    const heard = new HeardBefore();
    const first = [3, 1, 2].map((offset) => heard.takes('logs/0', offset, half(`r${offset}`)));
    const again = [2, 3, 4, 1].map((offset) => heard.takes('logs/0', offset, half(`r${offset}`)));
    expect([first, again]).toEqual([
      [false, false, false],
      [true, true, false, true],
    ]);
  });

  it('is not what another partition holds at that offset, nor a topic that was made anew', () => {
    const heard = new HeardBefore();
    heard.takes('logs/0', 5, half('a'));
    expect(heard.takes('logs/1', 5, half('a'))).toBe(false);
    expect(heard.takes('logs/0', 5, half('b'))).toBe(false);
  });

  it('is forgotten after so many others, and for so many sources', () => {
    const heard = new HeardBefore();
    heard.takes('logs/0', 0, half('a'));
    heard.takes('logs/0', 32_768, half('b'));
    expect(heard.takes('logs/0', 0, half('a'))).toBe(false);
    for (let source = 1; source <= 512; source++) heard.takes(`logs/${source}`, 0, half('a'));
    expect(heard.takes('logs/0', 0, half('a'))).toBe(false);
    expect(heard.takes('logs/512', 0, half('a'))).toBe(true);
  });
});
