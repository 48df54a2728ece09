import type { Baseline, DetectionStore } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import { ComparisonRefused } from './compare-stored.js';

/** The baseline of a model that was asked for by its digest (or the beginning of it), else the one promoted last. */
export async function chosenBaseline(
  store: DetectionStore,
  model: string,
  register: RegisteredModel | undefined,
  asked: string | undefined,
  field = 'baseline',
): Promise<Baseline> {
  const wanted = asked ?? register?.promotions.at(-1)?.digest;
  if (wanted === undefined)
    throw new ComparisonRefused('model', `${model} has no baseline in force, so nothing was counted`);
  const heads = await store.baselines(model);
  const found = heads.filter(({ digest }) => digest.startsWith(wanted));
  if (found.length !== 1)
    throw new ComparisonRefused(
      field,
      found.length === 0
        ? `${model} has no baseline ${wanted.slice(0, 64)}`
        : `${wanted} is the beginning of ${found.length} digests`,
    );
  return (await store.baseline(found[0]!.digest))!;
}
