import type { Compromise } from '../../data/compromise.js';

/** Why none of these bits is seen, in words; '' where one of them is. */
export function blindTo(blind: Compromise['blind'], bits: readonly string[]): string {
  const reasons = new Map(blind.map(({ detector, reason }) => [detector, reason]));
  const own = bits.flatMap((bit) => reasons.get(bit) ?? []);
  return own.length < bits.length ? '' : [...new Set(own)].join('; ');
}
