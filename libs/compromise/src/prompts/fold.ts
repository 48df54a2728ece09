import { lookalike } from './confusables.js';

/** A text as rules read it. */
export interface Folded {
  /** NFKC, no invisible characters, no accents, lower case; look-alikes of Latin letters made Latin in words that mix scripts. */
  readonly text: string;
  /** Words that became other words because look-alikes were put right. */
  readonly lookalikes: number;
}

/**
 * Folds a text so that what looks the same is the same. A word in Cyrillic or Greek stays as it is in a text that is written so; in a word that mixes them with
 * Latin letters, or one that is made of look-alikes alone in a mainly Latin text, they become Latin. Time is linear in the
 * text; of signs that fold to many letters no more is kept than twice the text.
 */
export function fold(text: string): Folded {
  const plain = humps(
    text
      .normalize('NFKC')
      .replace(invisible, '')
      .slice(0, 2 * text.length),
  )
    .toLowerCase()
    .normalize('NFD')
    .replace(accents, '')
    .normalize('NFC');
  if (!foreign.test(plain)) return { text: plain, lookalikes: 0 };
  const isMainlyLatin = count(plain, /[a-z]/g) > count(plain, /[\u0370-\u052f]/g);
  let lookalikes = 0;
  const folded = plain.replace(word, (each) => {
    const latin = asLatin(each, isMainlyLatin);
    if (latin !== each) lookalikes++;
    return latin;
  });
  return { text: folded, lookalikes };
}

/** Characters without width that stand between letters where nobody needs them, and letters of Unicode's invisible tag alphabet. */
export function countInvisible(text: string): { readonly between: number; readonly tags: number } {
  return {
    between: count(text, betweenLetters),
    tags: count(text, /(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]{0,8})[\u{e0020}-\u{e007e}]/gu),
  };
}

/** Zero-width and bidirectional controls, soft hyphens, variation selectors, tags. */
const invisible =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e01ef}]/gu;
const betweenLetters =
  /(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}])[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff](?=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}])/gu;
const accents = /[\u0300-\u036f]/g;
const foreign = /[\u0131\u0180-\u02af\u0370-\u058f\u1d00-\u1d7f\ua730-\ua7ff]/;
const word = /\p{L}{1,64}/gu;

/** `systemPrompt` becomes `system Prompt`; `iGnOrE` stays one word. */
function humps(text: string): string {
  return text.replace(/(?<=[a-z]{2})[A-Z](?=[a-z]{2})/g, (letter) => ` ${letter}`);
}

function asLatin(each: string, isMainlyLatin: boolean): string {
  const letters = [...each];
  const latin = letters.map((letter) => lookalike(letter) ?? letter);
  const hasLatin = letters.some((letter) => letter >= 'a' && letter <= 'z');
  const changes = latin.some((letter, at) => letter !== letters[at]);
  const isAllLatin = latin.every((letter) => letter >= 'a' && letter <= 'z');
  return changes && isAllLatin && (hasLatin || isMainlyLatin) ? latin.join('') : each;
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(pattern)) found++;
  return found;
}
