import { LIMITS } from './decode-options.js';

/**
 * What was sent, for the person who mends the producer: at most `length` characters of it, principals and the texts of language models masked.
 * Structures are written as JSON down to eight levels, bytes and broken JSON as text. Never throws.
 */
export function excerptOf(sent: unknown, length: number = LIMITS.excerpt): string {
  const text =
    typeof sent === 'string'
      ? maskText(sent.slice(0, length))
      : Buffer.isBuffer(sent)
        ? maskText(sent.subarray(0, length).toString('utf8'))
        : write(sent, length, 0);
  return wellFormed(text.slice(0, length));
}

/** Text without lone surrogates: each becomes U+FFFD, as UTF-8 would make of it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

// In text that does not parse nobody can say where a principal or a prompt ends, so everything after the word is masked.
function maskText(text: string): string {
  const unescaped = text.replace(/\\u00([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const found = /principal|(?<=")(?:text|prompt)(?=")/i.exec(unescaped);
  return found === null ? text : `${unescaped.slice(0, found.index)}${found[0].toLowerCase()} (masked from here)`;
}

function write(value: unknown, budget: number, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.length > budget ? `${value.slice(0, budget)}…` : value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth >= 8) return '…';
  const isList = Array.isArray(value);
  let text = isList ? '[' : '{';
  let first = true;
  for (const name in value) {
    const member: unknown = Reflect.get(value, name);
    if (member === undefined) continue;
    if (text.length >= budget) return `${text}…`;
    if (!first) text += ',';
    first = false;
    const left = budget - text.length;
    if (isList) text += write(member, left, depth + 1);
    else {
      const masked = /^principal\b/i.test(name) || (name === 'text' && typeof member === 'object');
      text += `${write(name, left, depth)}:${masked ? '"(masked)"' : write(member, left, depth + 1)}`;
    }
  }
  return text + (isList ? ']' : '}');
}
