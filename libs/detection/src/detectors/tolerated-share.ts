import type { Tolerances } from '../budget/policy.js';
import type { RateBounds } from '../references/reference.js';

type ShareTolerance = Pick<Tolerances, 'share'>;

/** Where nobody says what does not matter. */
const usual = 0.01;

/**
 * What of a share or a rate does not matter. What people chose holds as it is, for the least too; what is usual is meant for
 * common ones, and cut to a part of what is rare.
 * @param most how much of the usual counts
 */
export function toleratedShare({ share }: ShareTolerance, most: number): number {
  return share ?? Math.min(usual, most);
}

/** Bounds that leave room for what people said does not matter; without that none: bounds are wide as they are. */
export function withRoom(bounds: RateBounds, { share }: ShareTolerance): RateBounds {
  if (share === undefined) return bounds;
  return { lower: Math.max(0, bounds.lower - share), upper: Math.min(1, bounds.upper + share) };
}
