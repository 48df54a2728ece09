import { createHash } from 'node:crypto';
import type { FeatureValue, InferenceEvent, Prediction } from '@anchorwatch/telemetry';

let last: { readonly event: Pick<InferenceEvent, 'features'>; readonly fingerprint: string } | undefined;

/**
 * What an event asks, in 128 bits of SHA-256: short enough to keep very many, long enough that nobody can prepare two questions that collide. Worked out
 * once for several who ask of the same event in turn.
 */
export function fingerprintOf(event: Pick<InferenceEvent, 'features'>): string {
  if (last?.event !== event) last = { event, fingerprint: hashOf(questionText(event.features)) };
  return last.fingerprint;
}

/** The same of any text. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, 22);
}

/** A question as text: equal for equal features in any order. Numbers are taken to nine digits, as producers write them. */
function questionText(features: Readonly<Record<string, FeatureValue>>): string {
  return Object.keys(features)
    .sort()
    .map((name) => `${name}=${valueText(features[name] ?? null)}`)
    .join('\n');
}

/** The scores of an answer in a fixed order: its own, its value, then its classes by name. */
export function scoresOf({ score, value, classes = {} }: Prediction): readonly number[] {
  return [
    score ?? NaN,
    value ?? NaN,
    ...Object.keys(classes)
      .sort()
      .map((name) => classes[name]!),
  ];
}

/** One value as text; numbers to nine digits. */
export function valueText(value: FeatureValue): string {
  if (typeof value === 'number') return Number(value.toPrecision(9)).toString();
  if (typeof value === 'string') return JSON.stringify(value);
  return Array.isArray(value) ? value.map(valueText).join() : String(value);
}
