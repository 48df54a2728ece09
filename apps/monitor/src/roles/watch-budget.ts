import type { CompromiseBudget } from '@anchorwatch/compromise';
import type { Baseline } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import { streamShare } from './alarm-share.js';

const WEEK_MS = 7 * 86_400_000;

/** What watching a baseline's questions may cost at a tick, and the tick below which that holds. */
export interface WatchShare {
  readonly budget: CompromiseBudget;
  readonly below: number;
}

/** The false alarms of a week that are this watch's by the register, over as many questions as the baseline saw in one. */
export function watchShareOf(
  models: readonly RegisteredModel[],
  baseline: Baseline,
  { alarms_per_week, tick }: { readonly alarms_per_week: number; readonly tick: number },
): WatchShare {
  const { share, below } = streamShare(models, baseline, 'compromise', tick);
  return { budget: { alarms: alarms_per_week * share, questions: questionsAWeek(baseline) }, below };
}

/** Questions of an ordinary week, at least 1: the mean of the baseline's ticks, stretches that it left out aside. */
export function questionsAWeek({
  events,
  ticks,
  tick,
  volume,
}: Pick<Baseline, 'events' | 'ticks' | 'tick' | 'volume'>): number {
  const scales = volume.find(({ segment }) => segment === '')?.scales ?? [];
  const perTick = scales.find(({ scale }) => scale === 1)?.mean ?? events / Math.max(1, ticks);
  const tickMs = tick.kind === 'time' ? tick.ms : 1;
  return Math.max(1, (perTick * WEEK_MS) / tickMs);
}
