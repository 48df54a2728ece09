import { defaultPolicy, type Tolerances } from '../budget/policy.js';
import type { RateBounds } from '../references/reference.js';

type ShareTolerance = Pick<Tolerances, 'share'>;

/**
 * What of a share or a rate does not matter. The default is meant for common ones, and cut to a part of what is rare; what
 * people allow beyond it holds as it is.
 * @param most how much of the default counts
 */
export function toleratedShare({ share }: ShareTolerance, most: number): number {
  return isChosen(share) ? share : Math.min(share, most);
}

/** Bounds that leave room for what people said does not matter; the default leaves none: bounds are wide as they are. */
export function withRoom(bounds: RateBounds, { share }: ShareTolerance): RateBounds {
  if (!isChosen(share)) return bounds;
  return { lower: Math.max(0, bounds.lower - share), upper: Math.min(1, bounds.upper + share) };
}

function isChosen(share: number): boolean {
  return share > defaultPolicy.tolerances.share;
}
