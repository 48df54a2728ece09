import { describe, expect, it } from '@jest/globals';
import { asked } from '../traffic.fixture.js';
import { isBlind } from './detector.js';
import { links } from './links.js';

const of = (output: string | undefined, k = 0) => ({
  ...asked(k, { key: 'a' }, {}, { text: { prompt: 'Where?', ...(output !== undefined && { output }) } }),
  point: undefined,
});
const healthy = Array.from({ length: 400 }, (_, k) =>
  of(k % 4 === 0 ? `See https://docs.shop.example/page/${k} or http://help.example.` : 'At home.', k),
);

describe('addresses in answers', () => {
  const fitted = links.fit(healthy);
  if (isBlind(fitted)) throw new Error(fitted.blind);
  const { read } = links.open(fitted);

  it.each([
    ['https://docs.shop.example/other?x=1', false],
    ['HTTPS://DOCS.Shop.Example', false],
    ['https://new.docs.shop.example/', false],
    ['no address', false],
    ['![x](https://evil.test/p.png?d=secret)', true],
    ['https://docs.shop.example.evil.test/', true],
    ['https://notdocs.shop.example/', true],
    ['https://docs.shop.example@evil.test/', true],
    ['https://docs.shop.example/ and then www.other.test', true],
  ])('%s: %s', (output, set) => {
    expect(read(of(output))).toEqual([set]);
  });

  it('are never set in what it was fitted on, and not spoken of without a text', () => {
    expect(healthy.flatMap(read).filter((bit) => bit !== false)).toEqual([]);
    expect(read(of(undefined))).toEqual([undefined]);
  });

  it('are kept as hashes', () => {
    expect(JSON.stringify(fitted)).not.toContain('example');
  });

  it('are blind without texts, and where answers point everywhere', () => {
    expect(links.fit(healthy.slice(0, 299))).toEqual({ blind: expect.stringContaining('only 299 answers') });
    const many = Array.from({ length: 5_001 }, (_, k) => of(`https://h${k}.example/`, k));
    expect(links.fit(many)).toEqual({ blind: expect.stringContaining('5001 hosts') });
  });
});
