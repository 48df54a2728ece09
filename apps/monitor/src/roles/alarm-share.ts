import type { Baseline, Feed } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';

/**
 * A model's share of the installation's alarm budget at a tick, by the weights of the models that have a baseline in force
 * by then. A function of the register and of event time alone: neither a restart nor the moment of judging changes it.
 * `below` is the tick at which another model's baseline comes into force and the shares change.
 *
 * @param tick number of the tick of `baseline`; -Infinity before the first
 */
export function alarmShare(
  models: readonly RegisteredModel[],
  baseline: Pick<Baseline, 'model' | 'tick'>,
  tick: number,
): { readonly share: number; readonly below: number } {
  const tickMs = baseline.tick.kind === 'time' ? baseline.tick.ms : 1;
  const time = tick * tickMs;
  const own = models.find((model) => model.model === baseline.model)?.alarms_weight ?? 1;
  let others = 0;
  let below = Infinity;
  for (const { model, alarms_weight, promotions } of models) {
    if (model === baseline.model || promotions.length === 0) continue;
    const since = Math.min(...promotions.map(({ effective_from }) => effective_from));
    if (since <= time) others += alarms_weight;
    else below = Math.min(below, Math.ceil(since / tickMs));
  }
  return { share: own / (own + others), below };
}

/**
 * How a model's share is divided between its feeds: late truth, where it is watched, gets a tenth, and performance, where it
 * can be measured, another fifth.
 */
export function feedShare(baseline: Pick<Baseline, 'subjects' | 'performance'>, feed: Feed): number {
  const truth = baseline.subjects.some((subject) => subject.role === 'truth') ? 0.1 : 0;
  const labels = truth + (baseline.performance?.kind === 'measured' ? 0.2 : 0);
  return feed === 'labels' ? labels || 1 : 1 - labels;
}
