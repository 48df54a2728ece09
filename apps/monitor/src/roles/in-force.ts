import { policyFor, type Baseline, type Feed } from '@anchorwatch/detection';
import { serviceOf, type RegisteredModel } from '@anchorwatch/governance';
import { streamShare } from './alarm-share.js';
import { attentionOf } from './attention.js';
import type { Limits, Share } from './judged-stream.js';

/** A baseline is judged while events are compared with it, by the register. */
export function limitsOf(models: readonly RegisteredModel[], baseline: Baseline): Limits {
  const model = models.find((registered) => registered.model === baseline.model);
  const promotion = model?.promotions.findLast(({ digest }) => digest === baseline.digest);
  if (!model || !promotion) return { below: -Infinity, volume_below: -Infinity };
  const { until, volume_until } = serviceOf(model, baseline.digest, promotion.model_version);
  const tickMs = baseline.tick.kind === 'time' ? baseline.tick.ms : 1;
  return { below: Math.ceil(until / tickMs), volume_below: Math.floor(volume_until / tickMs) };
}

/** The share that a stream has of the installation's budget at a tick, with what the register says of its judging. */
export function shareOf(
  models: readonly RegisteredModel[],
  baseline: Baseline,
  feed: Feed,
  { alarms_per_week, tick }: { readonly alarms_per_week: number; readonly tick: number },
): Share {
  const { share, below } = streamShare(models, baseline, feed, tick);
  const budget = { baseline, feed, alarms_per_week: alarms_per_week * share };
  return { policy: policyFor(budget, attentionOf(models.find(({ model }) => model === baseline.model))), below };
}
