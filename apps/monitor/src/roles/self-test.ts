import { setImmediate as breathe } from 'node:timers/promises';
import { policyFor, selfTest, type Baseline, type SelfTestReport } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import type { StoredEvent, TelemetryStore } from '@anchorwatch/telemetry';
import { streamShare } from './alarm-share.js';
import { attentionOf } from './attention.js';

const WEEK_MS = 7 * 86_400_000;

/** How much is tried. */
export interface SelfTestSize {
  /** Controls: so many times the healthy traffic is drawn anew. */
  readonly resamples: number;
  /** At most so many events of healthy and of recent traffic, the newest. */
  readonly events: number;
  readonly seed: number;
  /** Whether to leave out the known changes; false when not given. */
  readonly only_controls?: boolean;
}

export const DEFAULT_SIZE: SelfTestSize = { resamples: 10, events: 20_000, seed: 1 };

/**
 * Tries the watch of a model on stored traffic: known drift and none, with the baseline, budget and tolerances in force.
 * Reads only. The event loop is given its turn between and within steps.
 *
 * @returns the report, or in words why there is none
 */
export async function selfTestOf(
  telemetry: TelemetryStore,
  models: readonly RegisteredModel[],
  baseline: Baseline,
  alarms_per_week: number,
  { resamples, events, seed, only_controls = false }: SelfTestSize,
  said: (step: string) => void = () => undefined,
): Promise<SelfTestReport | string> {
  if (baseline.tick.kind !== 'time') return 'the baseline counts its ticks in events: test it with its file';
  const spanMs = Math.max(1, (baseline.to - baseline.from) * (events / baseline.events));
  const newest = Math.max(0, ...(await telemetry.traffic(baseline.model)).map((row) => row.last_event_time)) + 1;
  const last = async (to: number) =>
    lastOf(telemetry.eventsOf(baseline.model, { from: Math.max(0, Math.floor(to - spanMs)), to }), events);
  const recent = await last(newest);
  if (recent.length < 2) return 'there is no recent traffic';
  const stored = await last(baseline.to + 1);
  const { share } = streamShare(models, baseline, 'events', Number.MAX_SAFE_INTEGER);
  const alarms = alarms_per_week * share;
  const model = models.find((one) => one.model === baseline.model);
  const test = selfTest({
    baseline,
    policy: policyFor({ baseline, feed: 'events', alarms_per_week: alarms }, attentionOf(model)),
    alarms_per_tick: alarms / (WEEK_MS / baseline.tick.ms),
    // A baseline from a file has no traffic in the store: the recent one stands in.
    healthy: stored.length >= 100 ? stored : recent,
    recent,
    resamples,
    seed,
    only_controls,
  });
  for (;;) {
    const next = test.next();
    if (next.done) return next.value;
    if (next.value !== undefined) said(next.value);
    await breathe();
  }
}

/** The last rows of pages in order. */
export async function lastOf(
  pages: AsyncIterable<readonly StoredEvent[]>,
  most: number,
): Promise<readonly StoredEvent[]> {
  let kept: StoredEvent[] = [];
  for await (const page of pages) {
    kept.push(...page);
    if (kept.length > 2 * most) kept = kept.slice(-most);
  }
  return kept.slice(-most);
}
