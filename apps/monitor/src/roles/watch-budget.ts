import { readingCost, type Calibration, type CompromiseBudget } from '@anchorwatch/compromise';
import type { Baseline } from '@anchorwatch/detection';
import { baselinesInForce, type RegisteredModel } from '@anchorwatch/governance';
import { streamShare } from './alarm-share.js';

const WEEK_MS = 7 * 86_400_000;

/** The part of a core that the questions of one model may take, by event time, where nothing else is configured. */
const coreShare = 0.25;

/** What watching a baseline's questions may cost at a tick, and the tick below which that holds. */
export interface WatchShare {
  readonly budget: CompromiseBudget;
  /** Questions of a tick that are read at most. */
  readonly most: number;
  readonly below: number;
}

/** What an installation and its register allow a watch at a tick. */
export interface WatchTerms {
  readonly models: readonly RegisteredModel[];
  readonly alarms_per_week: number;
  /** As many as a quarter of a core reads when absent. */
  readonly questions_per_second: number | undefined;
}

/**
 * The false alarms of a week that are this watch's by the register, over as many questions as the baseline saw in one, or as many as can be read; and how many
 * those are: baselines that are in force side by side divide what may be read of their model evenly.
 */
export function watchShareOf(
  { models, alarms_per_week, questions_per_second }: WatchTerms,
  baseline: Baseline,
  calibration: Pick<Calibration, 'space' | 'detectors'>,
  tick: number,
): WatchShare {
  const { share, below } = streamShare(models, baseline, 'compromise', tick);
  const perSecond = (questions_per_second ?? coreShare / readingCost(calibration)) / besides(models, baseline, tick);
  const tickMs = baseline.tick.kind === 'time' ? baseline.tick.ms : 1;
  const questions = Math.min(questionsAWeek(baseline), (perSecond * WEEK_MS) / 1_000);
  const budget = { alarms: alarms_per_week * share, questions };
  return { budget, most: Math.max(1, Math.floor((perSecond * tickMs) / 1_000)), below };
}

/** Baselines of the model that are in force at a tick, this one at least. */
function besides(models: readonly RegisteredModel[], { model, tick: rule }: Baseline, tick: number): number {
  const registered = models.find((one) => one.model === model);
  const time = rule.kind === 'time' ? tick * rule.ms : tick;
  return registered === undefined ? 1 : Math.max(1, baselinesInForce(registered, time).length);
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
