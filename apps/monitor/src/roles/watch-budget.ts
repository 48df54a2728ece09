import {
  labelCost,
  readingCost,
  type Calibration,
  type CompromiseBudget,
  type FeedbackBudget,
  type FeedbackCalibration,
} from '@anchorwatch/compromise';
import type { Baseline } from '@anchorwatch/detection';
import { baselinesInForce, type RegisteredModel } from '@anchorwatch/governance';
import { feedbackShare, streamShare } from './alarm-share.js';

const WEEK_MS = 7 * 86_400_000;

/** The part of a core that the questions of one model may take, by event time, where nothing else is configured … */
const coreShare = 0.25;
/** … a fifth of which is for its labels, where they are watched. */
const shareOfLabels = 0.2;

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
  const core = coreShare * (1 - (feedbackShare(baseline.feedback) > 0 ? shareOfLabels : 0));
  const perSecond = (questions_per_second ?? core / readingCost(calibration)) / besides(models, baseline, tick);
  const tickMs = tickMsOf(baseline);
  const questions = Math.min(questionsAWeek(baseline), (perSecond * WEEK_MS) / 1_000);
  const budget = { alarms: alarms_per_week * share, questions };
  return { budget, most: Math.max(1, Math.floor((perSecond * tickMs) / 1_000)), below };
}

/** What watching a baseline's labels may cost at a tick, and the tick below which that holds. */
export interface LabelShare {
  readonly budget: FeedbackBudget;
  /** Labels of a tick that are read at most. */
  readonly most: number;
  readonly below: number;
}

/** The same for labels, spread over as many as the baseline's came with in a week. */
export function labelShareOf(
  { models, alarms_per_week }: Pick<WatchTerms, 'models' | 'alarms_per_week'>,
  baseline: Baseline,
  calibration: Pick<FeedbackCalibration, 'space'>,
  tick: number,
): LabelShare {
  const { share, below } = streamShare(models, baseline, 'feedback', tick);
  const perSecond = (coreShare * shareOfLabels) / labelCost(calibration) / besides(models, baseline, tick);
  const labels = Math.min(labelsAWeek(baseline), (perSecond * WEEK_MS) / 1_000);
  const most = Math.max(1, Math.floor((perSecond * tickMsOf(baseline)) / 1_000));
  return { budget: { alarms: alarms_per_week * share, labels }, most, below };
}

/** Labels of an ordinary week, at least 1: as many for each tick as the baseline was made with. */
function labelsAWeek({ subjects, ticks, tick }: Pick<Baseline, 'subjects' | 'ticks' | 'tick'>): number {
  const truth = subjects.find(({ role }) => role === 'truth')?.profiles.find(({ segment }) => segment === '');
  const labels = truth === undefined ? 0 : truth.counts.reduce((sum, count) => sum + count, 0);
  return Math.max(1, (labels / Math.max(1, ticks)) * (WEEK_MS / tickMsOf({ tick })));
}

function tickMsOf({ tick }: Pick<Baseline, 'tick'>): number {
  return tick.kind === 'time' ? tick.ms : 1;
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
  return Math.max(1, (perTick * WEEK_MS) / tickMsOf({ tick }));
}
