import { fold } from './fold.js';
import { tokenise } from './tokens.js';

/** Words in a row that are compared: five do not meet by chance. */
const row = 5;
/** Fewer common rows say nothing. */
const fewest = 3;

/** Says how much of a secret text another one repeats: the share of its rows of five words that are found there, 0 … 1; 0 below three rows. */
export function overlapWith(secret: string): (text: string) => number {
  const rows = rowsOf(secret);
  return (text) => {
    const found = rowsOf(text);
    let common = 0;
    for (const each of rows) if (found.has(each)) common++;
    return common < Math.min(fewest, rows.size) || rows.size === 0 ? 0 : common / rows.size;
  };
}

/** Whether a text has enough words to be recognised. */
export function canBeRecognised(secret: string): boolean {
  return rowsOf(secret).size >= fewest;
}

/** The different rows of five words of a text, folded. */
export function rowsOf(text: string): Set<string> {
  const { words } = tokenise(fold(text).text);
  const rows = new Set<string>();
  for (let at = 0; at + row <= words.length; at++) rows.add(words.slice(at, at + row).join(' '));
  return rows;
}
