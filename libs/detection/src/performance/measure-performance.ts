import type { Label } from '@anchorwatch/telemetry';
import { layoutOf } from '../counting/layout.js';
import type { BaselineOptions } from '../baselines/make-baseline.js';
import type { BaselinePerformance } from './baseline-performance.js';
import { makePerformance, type LabelledEvent } from './make-performance.js';
import { outcomeOf } from './outcome.js';

/** Labels beyond this many are not compared with their answers: a million tell a model's performance to a tenth of a percent. */
const mostLabels = 1_000_000;

/**
 * Brings the baseline's labels and their events together and measures how well the model answered. Labels are few beside
 * events, so they are held in memory and the events pass by once more.
 */
export async function measurePerformance(
  options: BaselineOptions,
  segments: readonly string[],
  scales: readonly number[],
): Promise<BaselinePerformance | undefined> {
  if (options.labels === undefined) return undefined;
  const labels = new Map<string, Label>();
  for await (const page of options.labels()) {
    for (const { label } of page)
      if (labels.size < mostLabels || labels.has(label.event_id)) labels.set(label.event_id, label);
  }
  const { tick, segment_fields } = options;
  const { segmentsOf } = layoutOf({ subjects: [], segments, segment_fields }, 'labels');
  const found: (LabelledEvent & { readonly number: number })[] = [];
  const seen = new Set<string>();
  let at = 0;
  for await (const page of options.events()) {
    for (const { event } of page) {
      const place = at++;
      const label = labels.get(event.event_id);
      if (label === undefined || seen.has(event.event_id)) continue;
      seen.add(event.event_id);
      const outcome = outcomeOf(event, label);
      if (outcome === undefined) continue;
      const own: number[] = [];
      segmentsOf(event, own);
      // In a file truth ticks with what it is the truth of; otherwise when it became known.
      const number = tick.kind === 'time' ? Math.floor(label.label_time / tick.ms) : Math.floor(place / tick.events);
      found.push({ outcome, tick: 0, number, segments: own });
    }
  }
  const first = found.reduce((least, { number }) => Math.min(least, number), Infinity);
  const last = found.reduce((most, { number }) => Math.max(most, number), -Infinity);
  const events = found.map(({ outcome, segments: own, number }) => ({ outcome, segments: own, tick: number - first }));
  const ticks = found.length === 0 ? 0 : last - first + 1;
  return makePerformance(events, labels.size - seen.size, ticks, ['', ...segments], scales);
}
