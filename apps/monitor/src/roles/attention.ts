import { defaultPolicy, type JudgePolicy } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';

/** What a model's register entry says of its judging: which tests get more of the budget, and what may move. */
export function attentionOf(
  model: Pick<RegisteredModel, 'budget_weights' | 'tolerances'> | undefined,
): Pick<JudgePolicy, 'weights' | 'tolerances' | 'subject_tolerances'> {
  const { '*': all, ...subject_tolerances } = model?.tolerances ?? {};
  return { weights: model?.budget_weights, tolerances: { ...defaultPolicy.tolerances, ...all }, subject_tolerances };
}
