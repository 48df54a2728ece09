import { createHash, createHmac } from 'node:crypto';
import { squeeze } from './canary.js';
import { rowsOf } from './overlap.js';

/** What answers must not repeat, by salted hashes alone. Plain JSON. To be kept as a secret is: who has it can try whether a guess is right. */
export interface GuardedTexts {
  /** The key of the hashes: itself a hash of everything that is guarded, so that the same texts give the same list. */
  readonly salt: string;
  /** Lengths, and the first bits of a rolling hash, say where in a text it is worth hashing. */
  readonly canaries: readonly { readonly length: number; readonly rolling: number; readonly hash: string }[];
  /** Of the system prompt's rows of five words one in four: nobody can guess it word by word. */
  readonly rows: readonly string[];
}

/** Letters and digits of a canary token at least: fewer can be guessed from their hash. */
export const shortestGuarded = 12;
const longestGuarded = 200;
/** Rows of a system prompt that are kept at least, and found in an answer at least. */
const fewestRows = 3;
const keptRows = 5_000;
/** Bits of the rolling hash: enough to pass over nearly everything, too few to find a token by. */
const rollingBits = 12;
const base = 0x01000193;

/** @throws RangeError that says of what there is too little */
export function guardedTexts(canaries: readonly string[], systemPrompt: string | undefined): GuardedTexts {
  const tokens = [...new Set(canaries.map(squeeze))];
  const wrong = tokens.find(({ length }) => length < shortestGuarded || length > longestGuarded);
  if (wrong !== undefined)
    throw new RangeError(`canaries: expected ${shortestGuarded} to ${longestGuarded} letters and digits each`);
  const salt = createHash('sha256')
    .update(JSON.stringify([tokens, systemPrompt ?? '']))
    .digest('base64url');
  const rows = systemPrompt === undefined ? [] : sampled(rowsOf(systemPrompt)).slice(0, keptRows);
  if (systemPrompt !== undefined && rows.length < fewestRows)
    throw new RangeError('the system prompt has too few words to be recognised (some thirty are needed)');
  return {
    salt,
    canaries: tokens.map((token) => ({
      length: token.length,
      rolling: firstBits([...rolling(token, token.length)][0]!),
      hash: hashed(salt, token),
    })),
    rows: rows.map((row) => hashed(salt, row)).sort(),
  };
}

/** Names a list without telling what is on it, nor its salt. */
export function guardName({ salt }: GuardedTexts): string {
  return createHash('sha256').update(`anchorwatch: name of what is guarded ${salt}`).digest('base64url').slice(0, 8);
}

/** Whether a text holds a guarded token, and how much of the guarded system prompt it repeats, 0 … 1. One pass for each length of token. */
export function guardOf({ salt, canaries, rows }: GuardedTexts) {
  const known = new Set(rows);
  const lengths = [...new Set(canaries.map(({ length }) => length))];
  return {
    holdsCanary(text: string): boolean {
      const squeezed = lengths.length === 0 ? '' : squeeze(text);
      for (const length of lengths) {
        const own = canaries.filter((each) => each.length === length);
        let at = 0;
        for (const value of rolling(squeezed, length)) {
          const alike = own.filter((each) => each.rolling === firstBits(value));
          if (alike.length > 0) {
            const hash = hashed(salt, squeezed.slice(at, at + length));
            if (alike.some((each) => each.hash === hash)) return true;
          }
          at++;
        }
      }
      return false;
    },
    overlap(text: string): number {
      if (known.size === 0) return 0;
      const common = sampled(rowsOf(text)).filter((row) => known.has(hashed(salt, row))).length;
      return common < fewestRows ? 0 : common / known.size;
    },
  };
}

/** One in four, the same of every text. */
function sampled(rows: ReadonlySet<string>): string[] {
  return [...rows].filter((row) => [...rolling(row, row.length)][0]! >>> 30 === 0);
}

function hashed(salt: string, text: string): string {
  return createHmac('sha256', salt).update(text).digest('base64').slice(0, 22);
}

/** A hash of each stretch of a length, from left to right (Karp and Rabin 1987). */
function* rolling(text: string, length: number): Iterable<number> {
  if (text.length < length || length === 0) return;
  let [value, highest] = [0, 1];
  for (let k = 0; k < length; k++) {
    value = (Math.imul(value, base) + text.charCodeAt(k)) | 0;
    if (k > 0) highest = Math.imul(highest, base);
  }
  yield mixed(value);
  for (let k = length; k < text.length; k++) {
    value = (Math.imul(value - Math.imul(highest, text.charCodeAt(k - length)), base) + text.charCodeAt(k)) | 0;
    yield mixed(value);
  }
}

/** The finalizer of MurmurHash3 (Appleby 2011). */
function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function firstBits(value: number): number {
  return value >>> (32 - rollingBits);
}
