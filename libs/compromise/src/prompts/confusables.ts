/**
 * Letters of other scripts that look like a Latin one, lower case, after NFKC (which already turns fullwidth and mathematical letters into plain ones). A
 * small table by eye; the full one of Unicode TS 39 folds more than a reader would confuse.
 */
const pairs: Readonly<Record<string, string>> = {
  a: 'аαɑ',
  b: 'ьвβƅ',
  c: 'сϲᴄ',
  d: 'ԁɗ',
  e: 'еєεҽ',
  g: 'ɡց',
  h: 'һհн',
  i: 'іιıɩ',
  j: 'јϳ',
  k: 'кκ',
  l: 'ӏǀ',
  m: 'мᴍ',
  n: 'пηռɴ',
  o: 'оοσօᴏ',
  p: 'рρ',
  q: 'ԛ',
  r: 'гʀ',
  s: 'ѕꜱ',
  t: 'тτᴛ',
  u: 'υսᴜц',
  v: 'ѵν',
  w: 'ԝωш',
  x: 'хχ',
  y: 'уγү',
  z: 'ᴢʐ',
};

const latin = new Map(Object.entries(pairs).flatMap(([letter, others]) => [...others].map((other) => [other, letter])));

/** The Latin letter that a letter of another script looks like, or undefined. Lower case. */
export function lookalike(letter: string): string | undefined {
  return latin.get(letter);
}
