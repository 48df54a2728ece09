import type { AskingAlphas } from '@anchorwatch/compromise';
import type { Baseline } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import type { ProbeSettings } from '../config/probes.js';
import { alarmShare, baselineShare } from './alarm-share.js';

/** The part of a baseline's share of the alarm budget that asking again may cost, where a probe is configured. */
export const askingShare = 0.02;
/** The part that copies of suspected questions may cost. */
const stripShare = 0.005;
/** Findings of one baseline because of which copies are asked within seven days, each judged once. */
export const mostStripsAWeek = 10;
const weekMs = 7 * 86_400_000;
/** No test is more lenient than this, however large the budget. */
const mostAlpha = 1e-3;
/** Rearrangements can show no smaller chance; a look an hour costs a false alarm in four years. */
const leastLaw = 3e-5;

/**
 * Levels of the tests of rounds, so that all of them cost their part of the budget: half for questions one by one, half for rounds; where texts are
 * compared, all of it for looks at a whole sample. A function of the register and of when a round was asked.
 */
export function askingAlphas(
  models: readonly RegisteredModel[],
  baseline: Baseline,
  probe: ProbeSettings,
  alarms_per_week: number,
  asked_at: number,
): AskingAlphas {
  const alarms = alarms_per_week * shareOf(models, baseline, asked_at) * askingShare;
  const rounds = weekMs / probe.every;
  const questions = rounds * probe.questions;
  const looks = probe.protocol === 'openai' ? questions / (probe.samples * sampled(probe)) : rounds;
  return {
    answer: Math.min(mostAlpha, alarms / 2 / (questions + rounds)),
    law: Math.min(mostAlpha, Math.max(leastLaw, alarms / Math.max(1, looks))),
  };
}

/** Level of the one test of a finding's copies. */
export function stripAlpha(
  models: readonly RegisteredModel[],
  baseline: Baseline,
  alarms_per_week: number,
  planned_at: number,
): number {
  return Math.min(mostAlpha, (alarms_per_week * shareOf(models, baseline, planned_at) * stripShare) / mostStripsAWeek);
}

/** What of the budget is the baseline's at a time. */
function shareOf(models: readonly RegisteredModel[], baseline: Baseline, time: number): number {
  const tickMs = baseline.tick.kind === 'time' ? baseline.tick.ms : 1;
  const tick = Math.floor(time / tickMs);
  const registered = models.find(({ model }) => model === baseline.model);
  return alarmShare(models, baseline, tick).share * baselineShare(registered, baseline, tick).share;
}

function sampled({ prompts, golden }: Extract<ProbeSettings, { protocol: 'openai' }>): number {
  return prompts.length > 0 ? prompts.length : golden;
}
