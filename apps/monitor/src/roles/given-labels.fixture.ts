import { randomFrom, type Random } from '@anchorwatch/scenarios';
import type { InferenceEvent, Label } from '@anchorwatch/telemetry';

/** Labels come a minute after what they are about. */
export const LABEL_DELAY_MS = 60_000;

/** What a desk says instead of the truth. */
export type Said = (desk: string, at: number, truth: string, random: Random) => string;

/** Labels by ten desks who err in 2 % of them, of what the model mostly answers right. */
export function givenLabels(
  seed: number,
  events: readonly InferenceEvent[],
  said: Said = (_, __, truth) => truth,
): Label[] {
  const random = randomFrom(seed);
  return events.map(({ tenant, model, request_id, row, event_id, event_time, prediction: { classes } }, at) => {
    const yes = classes!['yes']!;
    const isYes = random() < yes ** 3 / (yes ** 3 + (1 - yes) ** 3) !== random() < 0.02;
    const source = `desk-${Math.floor(10 * random() ** 1.3)}`;
    const label = said(source, at, isYes ? 'yes' : 'no', random);
    return {
      tenant,
      model,
      request_id,
      row,
      event_id,
      label_time: event_time + LABEL_DELAY_MS,
      label,
      source,
      weight: 1,
    };
  });
}

/** One desk turns three of ten from a label on. */
export function flippedBy(bad: string, from: number): Said {
  return (desk, at, truth, random) =>
    desk === bad && at >= from && random() < 0.3 ? (truth === 'yes' ? 'no' : 'yes') : truth;
}
