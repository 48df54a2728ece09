import { probabilityOf, type Outcome } from './outcome.js';
import type { ScoreMeaning } from './task.js';

type Classes = { readonly negative: string; readonly positive: string };

/** The score of the positive class, whatever the model gave: class probabilities, or a score with its meaning. */
export function positiveScore(
  answer: Pick<Outcome, 'classes' | 'score' | 'label'>,
  { negative, positive }: Classes,
  meaning: ScoreMeaning,
): number | undefined {
  const given = probabilityOf(positive, answer.classes);
  if (given !== undefined) return given;
  const { score, label } = answer;
  if (score === undefined || meaning === 'positive') return score;
  if (meaning === 'negative') return 1 - score;
  if (label === positive) return score;
  return label === negative ? 1 - score : undefined;
}
