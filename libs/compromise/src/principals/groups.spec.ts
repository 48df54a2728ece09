import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { Groups } from './groups.js';

/** A walk through these hands: each asks once, and the last question is seen for what it is. */
function walk(groups: Groups, hands: readonly string[]) {
  for (const hand of hands.slice(0, -1)) groups.take(hand, undefined);
  return groups.take(hands.at(-1)!, hands);
}

describe('groups', () => {
  it('are the hands that a walk went through, under one name', () => {
    const groups = new Groups();
    expect(walk(groups, ['a', 'b', 'c', 'd'])).toEqual([]);
    const name = groups.of('a');
    expect(name).not.toBe('');
    expect(groups.members(name)).toEqual(['a', 'b', 'c', 'd']);
    expect(groups.of('e')).toBe('');
  });

  it('become one when a walk goes through both, and keep the name of the larger', () => {
    const groups = new Groups();
    walk(groups, ['a', 'b', 'c', 'd', 'e']);
    walk(groups, ['p', 'q', 'r', 's']);
    const [large, small] = [groups.of('a'), groups.of('p')];
    expect(large).not.toBe(small);
    expect(walk(groups, ['d', 'e', 'p', 'q'])).toEqual([{ kept: large, gone: small }]);
    expect([...groups.members(large)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'p', 'q', 'r', 's']);
    expect(groups.members(small)).toEqual([]);
  });

  it('hold nobody whose questions are mostly others, such as a customer whom a walk met by chance', () => {
    const groups = new Groups();
    for (let k = 0; k < 40; k++) groups.take('customer', undefined);
    walk(groups, ['a', 'customer', 'c', 'd']);
    expect(groups.of('customer')).toBe('');
    expect(groups.members(groups.of('a'))).toEqual(['a', 'c', 'd']);
    for (let k = 0; k < 10; k++) groups.take('a', undefined);
    expect(groups.of('a')).toBe('');
  });

  it('dissolve when no walk goes through them any more', () => {
    const groups = new Groups();
    walk(groups, ['a', 'b', 'c', 'd']);
    for (let k = 0; k < 50_001; k++) groups.take('', undefined);
    expect(groups.of('a')).toBe('');
  });

  it('remember a bounded number of askers, the latest, and go on from what they remember', () => {
    const groups = new Groups();
    walk(groups, ['a', 'b', 'c', 'd']);
    for (let k = 0; k < 10_000; k++) groups.take(`newcomer${k}`, undefined);
    expect(groups.of('a')).toBe('');
    walk(groups, ['a', 'b', 'c', 'd']);
    const again = new Groups(deserialize(serialize(groups.memory())));
    expect(again.of('a')).toBe(groups.of('a'));
    expect(again.memory()).toEqual(groups.memory());
    expect(groups.memory().askers.size).toBe(10_000);
  });
});
