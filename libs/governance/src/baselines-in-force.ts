import type { Promotion, RegisteredModel } from './registered-model.js';

/**
 * The digests of the baselines that versions of a model have of their own at an event time, the newest first: each version's
 * promotion with the greatest `effective_from` not after `time`. More than one while versions serve side by side. Of two with the
 * same `effective_from` the later decision counts, and comes first. Empty: nothing is in force yet.
 */
export function baselinesInForce({ promotions }: Pick<RegisteredModel, 'promotions'>, time: number): readonly string[] {
  const byVersion = new Map<string, Promotion>();
  for (const promotion of promotions) {
    const { model_version, effective_from } = promotion;
    const best = byVersion.get(model_version);
    if (effective_from <= time && effective_from >= (best?.effective_from ?? -Infinity))
      byVersion.set(model_version, promotion);
  }
  const inForce = promotions.filter((promotion) => byVersion.get(promotion.model_version) === promotion);
  const newestFirst = inForce.reverse().sort((a, b) => b.effective_from - a.effective_from);
  return [...new Set(newestFirst.map(({ digest }) => digest))];
}
