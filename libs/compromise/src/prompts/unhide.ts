/** Digits and signs that stand for letters. `1` and `!` are read as i; l would make no more known words. */
const signs: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '€': 'e',
};

/** A folded text with leetspeak read as letters in words that mix both; the same text when there are none. */
export function fromLeet(text: string): string {
  return text.replace(/[a-z0-9@$!|€]{3,40}/g, (run) =>
    /[a-z]/.test(run) && /[0134578@$!|€]./.test(run) ? run.replace(/[0134578@$!|€]/g, (sign) => signs[sign]!) : run,
  );
}

/**
 * Letters set apart (`i g n o r e`, `i.g.n.o.r.e`) put together again; the same text when there are none. Two blanks part words; where single blanks part
 * words too, known ones are cut out of the run from the left, the longest first.
 * @param isKnown whether a word stands in the lexicon
 */
export function fromSpaced(text: string, isKnown: (word: string) => boolean): string {
  return text.replace(/(?<![\p{L}\p{N}])[\p{L}\p{N}](?:[ .\-_*|/\n][\p{L}\p{N}](?![\p{L}\p{N}])){3,4096}/gu, (run) =>
    cutWords(run.replace(/[ .\-_*|/\n]/g, ''), isKnown),
  );
}

/** The longest word that is cut out of a run. */
const longest = 16;

function cutWords(run: string, isKnown: (word: string) => boolean): string {
  const words: string[] = [];
  let rest = '';
  for (let at = 0; at < run.length;) {
    const length = knownAt(run, at, isKnown);
    if (length === 0) {
      rest += run[at];
      at++;
      continue;
    }
    if (rest !== '') words.push(rest);
    rest = '';
    words.push(run.slice(at, at + length));
    at += length;
  }
  return [...words, rest].filter((each) => each !== '').join(' ');
}

function knownAt(run: string, at: number, isKnown: (word: string) => boolean): number {
  for (let length = Math.min(longest, run.length - at); length >= 3; length--)
    if (isKnown(run.slice(at, at + length))) return length;
  return 0;
}
