import { answerOf, mostSuspected, questionOf, signOfEvents, type GoldenQuestion } from '@anchorwatch/compromise';
import type { Finding } from '@anchorwatch/detection';
import type { InferenceEvent, TelemetryStore } from '@anchorwatch/telemetry';

/** Stored events that are looked through for one finding. */
const mostEvents = 100_000;

/** The stored events that a finding gives as examples, after others of its time and later that bear the same sign and got the same answer, until there are enough. */
export async function suspectedEvents(
  telemetry: TelemetryStore,
  { model, window, raised_at, evidence }: Finding,
  golden: readonly GoldenQuestion[],
): Promise<readonly InferenceEvent[]> {
  const named = new Set(evidence.questions?.examples.map(({ event_id }) => event_id));
  const range = { from: window.from, to: raised_at.time + 1 };
  const examples: InferenceEvent[] = [];
  for await (const event of eventsOf(telemetry, model, range)) if (named.has(event.event_id)) examples.push(event);
  const sign = examples.length === 0 ? undefined : signOfEvents(examples, golden);
  if (sign === undefined || named.size >= mostSuspected) return examples;
  const label = answerOf(examples);
  const seen = new Set(examples.map(({ features }) => questionOf(features, '')));
  const others: InferenceEvent[] = [];
  for await (const event of eventsOf(telemetry, model, { from: window.from, to: Number.MAX_SAFE_INTEGER })) {
    const question = questionOf(event.features, '');
    if (event.prediction.label !== label || seen.has(question) || !sign.isCarriedBy(event.features)) continue;
    seen.add(question);
    others.push(event);
    if (seen.size >= mostSuspected) break;
  }
  return [...others, ...examples];
}

async function* eventsOf(
  telemetry: TelemetryStore,
  model: string,
  range: { from: number; to: number },
): AsyncIterable<InferenceEvent> {
  let read = 0;
  for await (const page of telemetry.eventsOf(model, range)) {
    for (const { event } of page) yield event;
    read += page.length;
    if (read >= mostEvents) return;
  }
}
