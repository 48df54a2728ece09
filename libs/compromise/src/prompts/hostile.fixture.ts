const long = 150_000;

/** A piece repeated to the length of a text that is cut. */
function fill(piece: string): string {
  return piece.repeat(Math.ceil(long / piece.length)).slice(0, long);
}

/** Long texts made to keep a naive reader busy: half-matches of every expression and rule, endless runs, signs that fold to many letters, decoding within decoding. */
export const hostileTexts: Readonly<Record<string, string>> = {
  'one letter': fill('a'),
  'letters and at signs': fill('a@'),
  'beginnings of e-mail addresses': fill('a.b-c+d'),
  'e-mail addresses without an end': `x@${fill('a.')}`,
  digits: fill('4'),
  'digits apart': fill('4 '),
  'letters apart': fill('i g n o r '),
  'beginnings of hexadecimal': fill('0x4'),
  'hexadecimal digits': fill('61 '),
  'base64 letters': fill('QUJD'),
  'URL escapes': fill('%61'),
  entities: fill('&#97;'),
  addresses: fill('http://a'),
  images: fill('![a](http://'),
  'opened images': fill('!['),
  'opened tags': fill('<img src='),
  'key words of every rule': fill(
    'ignore all previous instructions system prompt you are now no restrictions never refuse ',
  ),
  'halves of rules': fill('ignore all any the your show reveal repeat '),
  'stops and blank lines': fill('.\n \n!'),
  blanks: fill(' '),
  'signs that fold to many': fill('\ufdfa'),
  'accents upon accents': fill('a\u0301\u0323'),
  'invisible characters': fill('a\u200b'),
  'tag letters': fill('\u{e0061}'),
  'look-alikes': fill('аbсd '),
  'Chinese characters': fill('忽略之前的所有'),
  'beginnings of countries and numbers': fill('DE12'),
  'named secrets': fill('password = '),
  'tokens of keys': fill('eyJaaaaaaaaaa.'),
  dashes: fill('-----BEGIN A '),
  leetspeak: fill('1gn0r3 '),
};
