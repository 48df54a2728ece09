import { isUtf8 } from 'node:buffer';
import { parseTime } from '../../../read-time.js';
import { UNUSUAL } from './cell.js';
import { MessageBytes, spelling } from './message-bytes.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Whole numbers of so many digits are exact, and so is their quotient with one of these powers, rounded once. */
const EXACT_DIGITS = 15;
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => Number(`1e${power}`));

const NO_DAY = -1;

/** Texts up to this length are looked up among those that were met before: making one costs more than comparing it. */
const SHORT = 24;
const REMEMBERED = 1024;

/**
 * Reads single JSON values from bytes, one after the other. It gives what `JSON.parse` gives, or answers UNUSUAL: to escapes,
 * to broken bytes, and to anything that is no text, number, flag or null. After UNUSUAL it stands anywhere.
 */
export class JsonScalars extends MessageBytes {
  /** The last short text of each hash. */
  private readonly texts: string[] = Array.from({ length: REMEMBERED }, () => '');
  private day = NO_DAY;
  private dayMs = 0;

  /** Reads a value. */
  read(): unknown {
    const code = this.bytes[this.at]!;
    if (code === QUOTE) return this.text();
    if (code === MINUS || (code >= ZERO && code <= NINE)) return this.number();
    if (code === 0x74) return this.word(TRUE, true);
    return code === 0x66 ? this.word(FALSE, false) : this.word(NULL, null);
  }

  /** Reads a time: as `read` does, but for the text of a UTC second or millisecond, which comes as milliseconds since 1970. */
  readTime(): unknown {
    const { bytes, at } = this;
    // "2001-02-03T04:05:06Z" and "2001-02-03T04:05:06.789Z" with their quotes.
    const length = bytes[at + 21] === QUOTE ? 22 : 26;
    if (bytes[at] !== QUOTE || bytes[at + length - 1] !== QUOTE || bytes[at + length - 2] !== 0x5a) return this.read();
    const hour = this.digits(at + 12, 2);
    const minute = this.digits(at + 15, 2);
    const second = this.digits(at + 18, 2);
    const ms = length === 22 ? 0 : this.digits(at + 21, 3);
    const isUsual =
      bytes[at + 11] === 0x54 &&
      bytes[at + 14] === 0x3a &&
      bytes[at + 17] === 0x3a &&
      (length === 22 || bytes[at + 20] === DOT);
    if (!isUsual || !(hour < 24 && minute < 60 && second < 60 && ms >= 0)) return this.read();
    const midnight = this.midnight(at + 1);
    this.at = at + length;
    return midnight + ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
  }

  /** The first millisecond of the day that is written here; telemetry comes in time order, so it is nearly always that of before. */
  private midnight(at: number): number {
    const { bytes } = this;
    const day = this.digits(at, 4) * 10_000 + this.digits(at + 5, 2) * 100 + this.digits(at + 8, 2);
    if (day !== this.day || bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) {
      this.dayMs = parseTime(`${bytes.toString('latin1', at, at + 10)}T00:00:00Z`);
      this.day = Number.isNaN(this.dayMs) ? NO_DAY : day;
    }
    return this.dayMs;
  }

  /** So many digits as a number, or NaN. */
  private digits(at: number, count: number): number {
    let number = 0;
    for (let k = at; k < at + count; k++) {
      const digit = this.bytes[k]! - ZERO;
      if (!isDigit(digit)) return Number.NaN;
      number = 10 * number + digit;
    }
    return number;
  }

  private text(): unknown {
    const { bytes } = this;
    const from = this.at + 1;
    let to = from;
    let all = 0;
    for (let code = bytes[to]!; code !== QUOTE; code = bytes[++to]!) {
      // In this order what lies beyond the end is unusual, too.
      if (!(code >= 0x20) || code === BACKSLASH) return UNUSUAL;
      all |= code;
    }
    this.at = to + 1;
    if (all >= 0x80) return isUtf8(bytes.subarray(from, to)) ? bytes.toString('utf8', from, to) : UNUSUAL;
    return to - from > SHORT ? bytes.toString('latin1', from, to) : this.short(from, to);
  }

  private short(from: number, to: number): string {
    const { bytes, texts } = this;
    const length = to - from;
    // Its length and four of its characters tell apart most of the names that stand for one another.
    const ends = length === 0 ? 0 : bytes[from]! + 31 * bytes[to - 1]!;
    const hash = 7 * length + ends + 13 * bytes[from + (length >> 1)]! + 61 * bytes[to - (length >> 2)]!;
    const place = hash & (REMEMBERED - 1);
    const before = texts[place]!;
    if (before.length === length && this.spells(before, from)) return before;
    return (texts[place] = bytes.toString('latin1', from, to));
  }

  private spells(text: string, from: number): boolean {
    for (let k = 0; k < text.length; k++) if (text.charCodeAt(k) !== this.bytes[from + k]) return false;
    return true;
  }

  private number(): unknown {
    const { bytes } = this;
    const from = this.at;
    const negative = bytes[from] === MINUS;
    const whole = negative ? from + 1 : from;
    let to = whole;
    let mantissa = 0;
    let digit: number;
    for (; isDigit((digit = bytes[to]! - ZERO)); to++) mantissa = 10 * mantissa + digit;
    let count = to - whole;
    // A number begins with a digit, and with a zero only where it stands alone.
    if (count === 0 || (count > 1 && bytes[whole] === ZERO)) return UNUSUAL;
    let decimals = 0;
    if (bytes[to] === DOT) {
      const first = ++to;
      for (; isDigit((digit = bytes[to]! - ZERO)); to++) mantissa = 10 * mantissa + digit;
      decimals = to - first;
      if (decimals === 0) return UNUSUAL;
      count += decimals;
    }
    this.at = to;
    if ((bytes[to]! | 0x20) === 0x65) return this.scientific(from, to);
    if (count > EXACT_DIGITS) return this.rounded(from, to);
    const size = decimals === 0 ? mantissa : mantissa / POWERS[decimals]!;
    return negative ? -size : size;
  }

  /** A number whose exponent begins at `mark`. */
  private scientific(from: number, mark: number): unknown {
    const { bytes } = this;
    const sign = bytes[mark + 1];
    const first = sign === MINUS || sign === 0x2b ? mark + 2 : mark + 1;
    let to = first;
    while (isDigit(bytes[to]! - ZERO)) to++;
    this.at = to;
    return to === first ? UNUSUAL : this.rounded(from, to);
  }

  private rounded(from: number, to: number): unknown {
    const number = Number(this.bytes.toString('latin1', from, to));
    return Number.isFinite(number) ? number : UNUSUAL;
  }

  private word(letters: DataView, value: unknown): unknown {
    return this.follows(letters, 0, letters.byteLength) ? value : UNUSUAL;
  }
}

const TRUE = spelling(Buffer.from('true'));
const FALSE = spelling(Buffer.from('false'));
const NULL = spelling(Buffer.from('null'));

/** Whether a code less that of zero is a digit; NaN, beyond the end, is none. */
function isDigit(digit: number): boolean {
  return digit >= 0 && digit <= 9;
}
