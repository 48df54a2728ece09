import { describe, expect, it } from '@jest/globals';
import { History, longestHistory, mostBits } from './history.js';

describe('a principal’s history', () => {
  it('remembers the latest questions, the newest first, however many there were', () => {
    const history = new History();
    for (let k = 0; k < 1_234; k++)
      history.add(k, { offset: 2 * k, time: 3 * k }, k % 2 === 0 ? 0b11 : 0b01, k % 4 === 0 ? 0b10 : 0);
    expect(history.size).toBe(longestHistory);
    for (const k of [0, 1, 7, 499]) {
      expect(history.number(k)).toBe(1_233 - k);
      expect(history.moment(k)).toEqual({ offset: 2 * (1_233 - k), time: 3 * (1_233 - k) });
      expect(history.spoke(k, 1)).toBe((1_233 - k) % 2 === 0);
      expect(history.set(k, 1)).toBe((1_233 - k) % 4 === 0);
    }
    expect(history.since(1_200, 1)).toEqual({ spoke: 17, set: 9 });
    history.clear(1);
    expect(history.since(0, 1)).toEqual({ spoke: 0, set: 0 });
    expect(history.spoke(0, 0)).toBe(true);
  });

  it('holds as many kinds of bits as there is place for, the last as well as the first', () => {
    const history = new History();
    const last = mostBits - 1;
    history.add(0, { offset: 0, time: 0 }, (1 << last) | 1, 1 << last);
    expect([history.spoke(0, last), history.set(0, last), history.spoke(0, 0), history.set(0, 0)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    history.clear(last);
    expect([history.spoke(0, last), history.set(0, last), history.spoke(0, 0)]).toEqual([false, false, true]);
  });
});
