import { fold } from './fold.js';
import { tokenise } from './tokens.js';

/** UTF-16 units of a text that are hashed. */
const longest = 20_000;
/** Hashes of one text. */
const most = 1_024;

/**
 * The different pairs of words in a row of a text, folded, as hashes of 32 bits in ascending order. Any first ones of them are a random sample that is drawn alike
 * of every text, so that two samples can be compared; of a text with more than 1,024 pairs there is no more than that.
 *
 * @see Broder (1997), On the resemblance and containment of documents, https://doi.org/10.1109/SEQUEN.1997.666900
 */
export function shinglesOf(text: string): Uint32Array {
  const { words } = tokenise(fold(text.slice(0, longest)).text);
  const hashes = new Set<number>();
  for (let k = 0; k + 1 < words.length; k++) hashes.add(hash(`${words[k]} ${words[k + 1]}`));
  return Uint32Array.from(hashes).sort().slice(0, most);
}

/** FNV-1a (Fowler, Noll, Vo), with the finalizer of MurmurHash3, so that the least hashes are drawn by lot. */
function hash(text: string): number {
  let x = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) x = Math.imul(x ^ text.charCodeAt(k), 0x01000193);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
