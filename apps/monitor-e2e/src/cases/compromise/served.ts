import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { Client } from '../../product/client.js';
import type { BaselineSummary } from '../../product/records.js';
import { closeUpTo, MINUTE, send, START } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { sendLoanLabels, type LoanLabel } from '../../product/loan-labels.js';
import { EVENTS, HEALTHY } from '../../product/loan-questions.js';

export const MODEL = 'loans';
/** One question a second. */
export const timeOf = (at: number) => START + at * 1_000;

/** What the API says of the watch of one baseline. */
export interface WatchStatus {
  readonly baseline: string;
  readonly calibration: { readonly bits: readonly string[]; readonly events: number } | null;
  readonly blind_because: string | null;
  readonly blind: readonly { readonly detector: string; readonly reason: string }[];
  readonly alarms_per_week: number;
  readonly questions_per_week: number;
  readonly watched_until: number | null;
  readonly questions: number;
  readonly scored: number;
  readonly unscored: number;
  readonly feedback: LabelWatchStatus;
}

/** The same of its labels. */
export interface LabelWatchStatus {
  readonly calibration: { readonly signs: readonly string[]; readonly labels: number; readonly sources: number } | null;
  readonly blind_because: string | null;
  readonly blind: readonly { readonly detector: string; readonly reason: string }[];
  readonly alarms_per_week: number;
  readonly labels_per_week: number;
  readonly watched_until: number | null;
  readonly labels: number;
  readonly read: number;
  readonly unread: number;
}

export interface Sign {
  readonly id: string;
  readonly detector: string;
  readonly kind: string;
  readonly subject: string;
  readonly words: string;
  readonly principals: readonly string[];
  readonly raised_at: { readonly event: number; readonly time: number };
}

/**
 * Sends the healthy part, with its labels where there are any, makes a baseline of it and puts it in force from the next tick on. A label that has not come by
 * then is none of it.
 */
export async function calibrated(
  client: Client,
  events: readonly InferenceEvent[],
  tick_ms = MINUTE,
  labels: readonly LoanLabel[] = [],
): Promise<void> {
  await send(client, events.slice(0, HEALTHY));
  await sendLoanLabels(client, labels.slice(0, HEALTHY));
  await client.put(`/models/${MODEL}`, { owner: 'credit team', risk_tier: 'high', stage: 'production' });
  const range = { from: START, to: timeOf(HEALTHY), tick_ms };
  const { digest } = await client.post<BaselineSummary>(`/models/${MODEL}/baselines`, range);
  await client.post(`/models/${MODEL}/baselines/${digest}/promote`, { effective_from: timeOf(HEALTHY) });
}

export async function statusOf(client: Client): Promise<WatchStatus> {
  return (await client.get<{ baselines: WatchStatus[] }>(`/models/${MODEL}/watch`)).baselines[0]!;
}

/** Waits until every question has been watched. */
export async function watchedToTheEnd(client: Client): Promise<WatchStatus> {
  await closeUpTo(client, timeOf(EVENTS) + 10 * MINUTE);
  return until(
    'the questions to be watched to their end',
    async () => {
      const status = await statusOf(client);
      return (status.watched_until ?? 0) >= timeOf(EVENTS) && status;
    },
    180_000,
  );
}

/** What the compromise detectors found, in the order in which it was raised. */
export async function signs(client: Client): Promise<readonly Sign[]> {
  const { findings } = await client.get<{ findings: Sign[] }>(`/findings?model=${MODEL}&limit=5000`);
  return findings
    .filter(({ detector }) => detector === 'compromise')
    .sort((one, other) => one.raised_at.event - other.raised_at.event || (one.id < other.id ? -1 : 1));
}

/** Waits until every label has been watched. */
export async function labelsToTheEnd(client: Client): Promise<LabelWatchStatus> {
  return until(
    'the labels to be watched to their end',
    async () => {
      const { feedback } = await statusOf(client);
      return (feedback.watched_until ?? 0) >= timeOf(EVENTS) + MINUTE && feedback;
    },
    180_000,
  );
}
