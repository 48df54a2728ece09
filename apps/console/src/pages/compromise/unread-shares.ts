import type { WatchPoint } from '../../data/compromise.js';

/** Which share of the questions between one point and the next was left unread. Points are in the order of time. */
export function unreadShares(
  points: readonly Pick<WatchPoint, 'at' | 'questions' | 'scored'>[],
): readonly { readonly at: number; readonly share: number }[] {
  return points.flatMap(({ at, questions, scored }, index) => {
    const before = points[index - 1] ?? { questions: 0, scored: 0 };
    const asked = questions - before.questions;
    return asked > 0 ? [{ at, share: Math.min(1, Math.max(0, 1 - (scored - before.scored) / asked)) }] : [];
  });
}
