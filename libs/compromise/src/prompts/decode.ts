/** A text that was hidden in another, and how. */
export interface Decoded {
  readonly how: 'base64' | 'hex' | 'url' | 'entities' | 'tags' | 'rot13' | 'reversed';
  readonly text: string;
}

/** At most so many runs of one text are decoded: who hides more hides it from people too, and the first ones tell. */
const mostRuns = 50;

/** What a text holds in base64, hexadecimal, URL escapes, HTML entities and invisible tags. Linear; runs that decode to no readable text are left out. */
export function decodedRuns(text: string): Decoded[] {
  const found: Decoded[] = [];
  const add = (how: Decoded['how'], decoded: string | undefined) => {
    if (decoded !== undefined && decoded !== text && isReadable(decoded)) found.push({ how, text: decoded });
  };
  for (const run of first(text, /[A-Za-z0-9+/_-]{16,65536}={0,2}/g)) add('base64', fromBase64(run));
  for (const run of first(text, /(?:(?:\\x|0x)?[0-9a-fA-F]{2}[ :,]?){8,4096}/g)) add('hex', fromHex(run));
  if (/%[0-9a-fA-F]{2}/.test(text)) add('url', fromUrl(text));
  if (/&#x?[0-9a-fA-F]{1,6};/.test(text)) add('entities', fromEntities(text));
  const tags = [...text.matchAll(/[\u{e0020}-\u{e007e}]/gu)].map(([tag]) => tag.codePointAt(0)! - 0xe0000);
  if (tags.length > 0) add('tags', tags.map((code) => String.fromCharCode(code)).join(''));
  return found;
}

/** The text with its Latin letters moved by 13, and the text backwards. */
export function turned(text: string): Decoded[] {
  const rot13 = text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
  return [
    { how: 'rot13', text: rot13 },
    { how: 'reversed', text: [...text].reverse().join('') },
  ];
}

function* first(text: string, pattern: RegExp): Iterable<string> {
  let runs = 0;
  for (const [run] of text.matchAll(pattern)) {
    if (++runs > mostRuns) return;
    yield run;
  }
}

function fromBase64(run: string): string {
  return Buffer.from(run.replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString('utf8');
}

function fromHex(run: string): string {
  return Buffer.from(run.replace(/\\x|0x|[ :,]/g, ''), 'hex').toString('utf8');
}

function fromUrl(text: string): string {
  const bytes = text.replace(/(?:%[0-9a-fA-F]{2}){1,4096}/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
  return bytes;
}

function fromEntities(text: string): string {
  return text.replace(/&#(x?)([0-9a-fA-F]{1,6});/g, (whole, hex: string, digits: string) => {
    const code = Number.parseInt(digits, hex === '' ? 10 : 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Whether it is text for people: hardly any control or replacement characters, mostly letters and blanks. */
function isReadable(text: string): boolean {
  if (text.length < 4) return false;
  const bad = [...text.matchAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/g)].length;
  const good = [...text.matchAll(/[\p{L}\s]/gu)].length;
  return bad <= text.length * 0.02 && good >= text.length * 0.6;
}
