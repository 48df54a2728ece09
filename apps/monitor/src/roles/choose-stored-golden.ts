import { chooseGolden, givenGolden, type GoldenQuestion, type ModelProbe } from '@anchorwatch/compromise';
import { eventsOutside, wholeTicks, type Baseline } from '@anchorwatch/detection';
import type { InferenceEvent, StoredEvent, TelemetryStore } from '@anchorwatch/telemetry';
import type { ProbeSettings } from '../config/probes.js';
import { lastOf } from './self-test.js';

/** Fewer questions say too little. */
const fewestGolden = 20;
const mostEvents = 20_000;

/**
 * Golden questions for a baseline: prompts that a person gives, else stored questions of its healthy period; of a baseline from a file, whose telemetry
 * is not in the store, those asked first since it is in force.
 *
 * @param since from when on the baseline is in force
 * @returns the questions, or in words why there are none yet
 */
export async function chooseStoredGolden(
  telemetry: TelemetryStore,
  baseline: Baseline,
  since: number,
  settings: ProbeSettings,
  probe: ModelProbe,
): Promise<readonly GoldenQuestion[] | string> {
  const { model, digest } = baseline;
  const place = { model, baseline: digest };
  if (settings.protocol === 'openai' && settings.prompts.length > 0) return givenGolden(settings.prompts, place);
  const canAsk = ({ event }: StoredEvent) => probe.canAsk({ features: event.features, prompt: promptOf(event) });
  const seed = Number.parseInt(digest.slice(0, 8), 16) || 1;
  const chosen = (events: readonly StoredEvent[]) =>
    chooseGolden(
      events.filter(canAsk).map(({ event }) => event),
      place,
      { most: settings.golden, seed },
    ).map((golden) => withoutText(golden, settings));
  const fewest = Math.min(fewestGolden, settings.golden);
  const healthy = chosen(await healthyEvents(telemetry, baseline));
  if (healthy.length >= fewest) return healthy;
  const first = chosen(await firstEvents(telemetry, model, since));
  if (first.length >= fewest) return first;
  const found = Math.max(healthy.length, first.length);
  return `only ${found} different stored questions can be asked in this way, at least ${fewest} are needed`;
}

async function healthyEvents(telemetry: TelemetryStore, baseline: Baseline): Promise<readonly StoredEvent[]> {
  const { model, from, to, tick, left_out = [] } = baseline;
  const model_version = baseline.model_version === '' ? undefined : baseline.model_version;
  const all = () => telemetry.eventsOf(model, { from, to: to + 1, model_version });
  const pages = left_out.length === 0 ? all() : eventsOutside(all, wholeTicks(left_out, tick))();
  return lastOf(asynchronous(pages), mostEvents);
}

async function firstEvents(telemetry: TelemetryStore, model: string, since: number): Promise<readonly StoredEvent[]> {
  const first: StoredEvent[] = [];
  for await (const page of telemetry.eventsOf(model, { from: since, to: Number.MAX_SAFE_INTEGER })) {
    first.push(...page);
    if (first.length >= mostEvents) break;
  }
  return first;
}

async function* asynchronous<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncIterable<Item> {
  yield* items;
}

function promptOf({ text }: InferenceEvent): string {
  return text?.prompt ?? '';
}

/** What callers of a language model set beside the prompt is not stored: their texts are not those that the probe gets. */
function withoutText(golden: GoldenQuestion, { protocol }: ProbeSettings): GoldenQuestion {
  return protocol === 'openai' ? { ...golden, answer: null, model_version: '' } : golden;
}
