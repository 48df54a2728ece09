import { longestText } from './inspect.js';
import { hostsOf } from './leaks.js';

/** Different hosts of one answer that are looked up, the first. */
const lookedUp = 50;

/** The different hosts that an answer points at, lower case. */
export function hostsIn(answer: string): readonly string[] {
  return [...new Set(hostsOf(answer.slice(0, longestText)).map((host) => host.toLowerCase()))].slice(0, lookedUp);
}

/** A host and those above it, down to two parts: `a.b.example`, `b.example`. */
export function withParents(host: string): readonly string[] {
  const parts = host.split('.').slice(-8);
  return parts.slice(0, Math.max(1, parts.length - 1)).map((_, k) => parts.slice(k).join('.'));
}
