/** Words of a folded text, in order. */
export interface Tokens {
  /** Words of letters and digits; a Chinese character by itself; `$url` and `$email` for addresses. */
  readonly words: readonly string[];
  /** Where each stands: a word is one step, a Chinese character a half, the end of a sentence one. */
  readonly places: readonly number[];
}

const url = '(?:https?:\\/\\/|www\\.)[^\\s)"\'<>\\]]{1,2000}';
const email = '[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}\\.[a-z0-9.-]{1,190}';
const han = '[\\p{Script=Han}]';
const other = '(?:(?!\\p{Script=Han})[\\p{L}\\p{M}\\p{N}]){1,64}';
const stop = '[.!?;。！？；](?=[\\s"\'”’)\\]*]|$)|[。！？；]|\\n\\s{0,8}\\n';
const pieces = new RegExp(`(${url})|(${email})|(${han})|(${other})|(${stop})`, 'gu');

/** A text's words. Every quantifier is bounded and no alternative can begin where another has given up after more than a bounded look, so the time is linear. */
export function tokenise(text: string): Tokens {
  const words: string[] = [];
  const places: number[] = [];
  let place = 0;
  for (const [, address, mail, character, plain] of text.matchAll(pieces)) {
    const token = address === undefined ? (mail === undefined ? (character ?? plain) : '$email') : '$url';
    if (token === undefined) {
      place += sentence;
      continue;
    }
    place += character === undefined ? 1 : 0.5;
    words.push(token);
    places.push(place);
  }
  return { words, places };
}

const sentence = 1;
