import { isUtf8 } from 'node:buffer';
import { LIMITS } from './decode-options.js';

/** JSON text as a value, or the reason why it is none. */
export type JsonText =
  | { readonly kind: 'value'; readonly value: unknown; readonly mayHoldSurrogates: boolean }
  | { readonly kind: 'refused'; readonly field: string; readonly reason: string };

/**
 * Parses JSON bytes of any origin. Never throws: invalid UTF-8, broken JSON and nesting beyond 64 levels come back as a reason.
 * The nesting of texts under 64 kB is not looked at: the engine's parser keeps no stack, and readers go down a few levels only.
 */
export function parseJson(bytes: Buffer | string): JsonText {
  if (bytes.length === 0) return { kind: 'refused', field: 'body', reason: 'is empty' };
  const text = typeof bytes === 'string' ? bytes : bytes.toString('utf8');
  if (typeof bytes !== 'string' && text.includes('\ufffd') && !isUtf8(bytes)) {
    return { kind: 'refused', field: 'body', reason: 'is not valid UTF-8' };
  }
  if (text.length > 65_536 && opensMoreThan(text, LIMITS.depth) && nestsDeeper(text, LIMITS.depth)) {
    return { kind: 'refused', field: 'body', reason: `nests deeper than ${LIMITS.depth} levels` };
  }
  try {
    return {
      kind: 'value',
      value: JSON.parse(text),
      mayHoldSurrogates: typeof bytes === 'string' || text.includes('\\u'),
    };
  } catch (error) {
    if (text.charCodeAt(0) === 0xfeff) return parseJson(text.slice(1));
    return { kind: 'refused', field: 'body', reason: whyNotJson(text, error) };
  }
}

/** Where a value holds half a character (a lone surrogate), which no store can keep: its path, else undefined. */
export function loneSurrogate(value: unknown, path = '', depth = 0): string | undefined {
  if (typeof value === 'string') return /\p{Surrogate}/u.test(value) ? path : undefined;
  if (typeof value !== 'object' || value === null || depth > LIMITS.depth) return undefined;
  for (const name in value) {
    if (/\p{Surrogate}/u.test(name)) return path === '' ? 'record' : path;
    const found = loneSurrogate(Reflect.get(value, name), path === '' ? name : `${path}.${name}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether so many brackets open at all, in texts or not: looked up much faster than read, and seldom true of columns. */
function opensMoreThan(text: string, limit: number): boolean {
  let count = 0;
  for (const bracket of ['[', '{'])
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++count > limit) return true;
  return false;
}

function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
      if (at < 0) return false;
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

/** The index of the quote that ends the string begun at `start`, or -1. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === 0x22) return at;
  }
  return -1;
}

function whyNotJson(text: string, error: unknown): string {
  if (text.trim() === '') return 'is empty';
  if (/[:[,]\s*-?(NaN|Infinity)\b/.test(text.slice(0, 100_000))) {
    return 'is not JSON: NaN and Infinity are no JSON numbers, send null';
  }
  // The engine's message may quote the text, and a principal with it; the position is enough.
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined
    ? 'is not JSON: it ends too early or holds an unexpected character'
    : `is not JSON: unexpected character at ${position}`;
}
