import { describe, expect, it } from '@jest/globals';
import { isBlind } from '../bits/detector.js';
import { texts } from '../bits/texts.js';
import { asked } from '../traffic.fixture.js';
import { guardedTexts, guardOf } from './guarded.js';
import { textInspector } from './inspect.js';

const canary = 'kestrel-4f9a-77c1';
const prompt = Array.from(
  { length: 40 },
  (_, k) => `Rule ${k}: the ${k}th customer pays ${7 * k} coins at door ${k % 5}.`,
);
const guarded = guardedTexts([canary, 'another-token-0815'], prompt.join(' '));

describe('guarded texts', () => {
  const inspect = textInspector({ answers: true, guarded });

  it.each([
    `It says ${canary}.`,
    'KESTREL 4F9A 77C1',
    'k.e.s.t.r.e.l.4.f.9.a.7.7.c.1',
    Buffer.from(`the token is ${canary}`).toString('base64'),
    `${'filler '.repeat(3_000)}another token 0815`,
  ])('are met by hashes, as they are or disguised: %#', (text) => {
    expect(inspect(text)).toMatchObject({ score: 1, rules: expect.arrayContaining(['leak.canary']) });
  });

  it('are not met in part, nor in long texts without them', () => {
    expect(inspect('kestrel-4f9a-77').rules).toEqual([]);
    const others = Array.from({ length: 5_000 }, (_, k) => `word${k}`).join(' ');
    expect(inspect(others).rules).toEqual([]);
  });

  it('tell about how much of the system prompt is repeated', () => {
    const { overlap } = guardOf(guarded);
    expect(overlap(prompt.join('\n'))).toBe(1);
    expect(Math.abs(overlap(prompt.slice(0, 20).join(' ')) - 0.5)).toBeLessThan(0.15);
    expect(overlap('the customer pays at the door, as all customers do everywhere in the world')).toBe(0);
    expect(inspect(prompt.slice(5, 25).join(' ')).rules).toContain('leak.system-prompt');
  });

  it('hold nothing of themselves, and are the same for the same texts', () => {
    const kept = JSON.stringify(guarded);
    for (const secret of ['kestrel', '4f9a', 'customer', 'coins']) expect(kept).not.toContain(secret);
    expect(guardedTexts([canary, 'another-token-0815'], prompt.join(' '))).toEqual(guarded);
  });

  it('are refused where they are too short', () => {
    expect(() => guardedTexts(['kestrel-4f'], undefined)).toThrow('canaries: expected 12 to 200');
    expect(() => guardedTexts([], 'You are a clerk.')).toThrow('too few words');
  });

  it('are what the bit leak looks for in events', () => {
    const of = (output: string) => ({ ...asked(0, { key: 'a' }, {}, { text: { output } }), point: undefined });
    const fitted = texts.fit([of('Good morning.')], { guarded });
    if (isBlind(fitted)) throw new Error(fitted.blind);
    const { read } = texts.open(JSON.parse(JSON.stringify(fitted)));
    expect(read(of(`My token is ${canary}.`))).toEqual([undefined, { because: 'leak.canary' }]);
    expect(read(of('Good evening.'))).toEqual([undefined, false]);
  });
});
