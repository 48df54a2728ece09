import { fold } from './fold.js';

/** Fewer letters and digits than this are met by chance. */
export const shortestCanary = 6;

/** Letters and digits alone, folded: what is left of a token whatever is put between them. */
export function squeeze(text: string): string {
  return fold(text).text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether a text holds one of the tokens, as it is or with other case, look-alikes or signs between its letters. */
export function holdsCanary(text: string, tokens: readonly string[]): boolean {
  if (tokens.length === 0) return false;
  if (tokens.some((token) => text.includes(token))) return true;
  const squeezed = squeeze(text);
  return tokens.some((token) => squeezed.includes(squeeze(token)));
}
