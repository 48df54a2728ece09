import type { PsiPart } from '../../data/distribution.js';

/** Parts worth drawing, in the order of their bins, and the share of the PSI that they make. */
export interface LargestParts {
  readonly parts: readonly PsiPart[];
  readonly share: number;
}

/** All parts where they are few, else the `most` largest. */
export function largestParts(parts: readonly PsiPart[], most: number): LargestParts {
  const kept = new Set([...parts].sort((a, b) => b.psi - a.psi).slice(0, most));
  const sum = (of: Iterable<PsiPart>): number => [...of].reduce((total, { psi }) => total + psi, 0);
  const whole = sum(parts);
  return { parts: parts.filter((part) => kept.has(part)), share: whole > 0 ? sum(kept) / whole : 1 };
}
