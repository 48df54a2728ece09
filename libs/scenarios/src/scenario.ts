import { wholeEvent, type FeatureValue, type InferenceEvent } from '@anchorwatch/telemetry';
import { type Random, normal, randomFrom, wholeBelow } from './random.js';

/** How a feature is drawn while nothing has changed. */
export type FeaturePlan =
  | { readonly kind: 'number'; readonly mean: number; readonly deviation: number }
  | { readonly kind: 'category'; readonly names: readonly string[] };

/** Something that changes at an event's number and stays until `until` (an event's number), or to the end. */
export type Change = { readonly at: number; readonly until?: number } & (
  | { readonly kind: 'shift'; readonly feature: string; readonly by: number }
  | { readonly kind: 'scale'; readonly feature: string; readonly factor: number }
  | { readonly kind: 'null'; readonly feature: string; readonly share: number }
  | { readonly kind: 'new category'; readonly feature: string; readonly name: string; readonly share: number }
  | { readonly kind: 'stuck'; readonly feature: string; readonly value: FeatureValue }
  | { readonly kind: 'model swap'; readonly weight: number }
  | { readonly kind: 'errors'; readonly share: number }
);

/** A stream to be made up. */
export interface ScenarioPlan {
  readonly model: string;
  readonly model_version?: string;
  /** How many events. */
  readonly events: number;
  /** Default: two numbers and a category. */
  readonly features?: Readonly<Record<string, FeaturePlan>>;
  readonly changes?: readonly Change[];
  /** The first event's time, milliseconds since 1970. Default 2001-01-01T00:00Z. */
  readonly start?: number;
  /** Milliseconds from one event to the next. Default 1,000. */
  readonly stepMs?: number;
}

const FEATURES: Readonly<Record<string, FeaturePlan>> = {
  amount: { kind: 'number', mean: 100, deviation: 20 },
  age: { kind: 'number', mean: 40, deviation: 10 },
  country: { kind: 'category', names: ['DE', 'FR', 'IT'] },
};

/**
 * A stream of events that says when its truth changes. The answer is a logistic score of the mean standardised number, so
 * that a swapped model (another weight) answers the same questions otherwise. The same seed gives the same events; a change
 * alters nothing before its event and draws the same random numbers after it.
 */
export function* scenario(seed: number, plan: ScenarioPlan): Generator<InferenceEvent, void> {
  const random = randomFrom(seed);
  const features = plan.features ?? FEATURES;
  for (let number = 0; number < plan.events; number++) {
    const active = (plan.changes ?? []).filter(({ at, until = Infinity }) => number >= at && number < until);
    yield eventOf(number, plan, features, active, random);
  }
}

function eventOf(
  number: number,
  plan: ScenarioPlan,
  features: Readonly<Record<string, FeaturePlan>>,
  active: readonly Change[],
  random: Random,
): InferenceEvent {
  const asked: Record<string, FeatureValue> = {};
  for (const [name, feature] of Object.entries(features)) {
    const mine = active.filter((change) => 'feature' in change && change.feature === name);
    asked[name] = changed(drawn(feature, random), mine, random());
  }
  const swap = active.find((change) => change.kind === 'model swap');
  const errors = active.find((change) => change.kind === 'errors');
  const failed = random() < (errors?.share ?? 0);
  const score = answer(asked, features, swap?.weight ?? 1);
  return wholeEvent({
    model: plan.model,
    model_version: plan.model_version ?? '1',
    request_id: `e${number}`,
    event_time: (plan.start ?? Date.UTC(2001, 0, 1)) + number * (plan.stepMs ?? 1_000),
    features: asked,
    prediction: failed ? {} : { label: score >= 0.5 ? 'yes' : 'no', score },
    principal: { key: `key-${wholeBelow(random, 20)}` },
    status: failed ? 'error' : 'ok',
    error_type: failed ? 'made up' : '',
    latency_ms: 10 * Math.exp(normal(random) / 4),
  });
}

function drawn(feature: FeaturePlan, random: Random): FeatureValue {
  if (feature.kind === 'number') return feature.mean + feature.deviation * normal(random);
  return feature.names[wholeBelow(random, feature.names.length)] ?? null;
}

function changed(value: FeatureValue, changes: readonly Change[], luck: number): FeatureValue {
  return changes.reduce((before, change) => {
    if (change.kind === 'shift') return typeof before === 'number' ? before + change.by : before;
    if (change.kind === 'scale') return typeof before === 'number' ? before * change.factor : before;
    if (change.kind === 'null') return luck < change.share ? null : before;
    if (change.kind === 'new category') return luck < change.share ? change.name : before;
    return change.kind === 'stuck' ? change.value : before;
  }, value);
}

function answer(
  asked: Readonly<Record<string, FeatureValue>>,
  features: Readonly<Record<string, FeaturePlan>>,
  weight: number,
): number {
  const standardised = Object.entries(features).flatMap(([name, feature]) => {
    const value = asked[name];
    return feature.kind === 'number' && typeof value === 'number' ? [(value - feature.mean) / feature.deviation] : [];
  });
  const mean = standardised.reduce((sum, value) => sum + value, 0) / Math.max(1, standardised.length);
  return 1 / (1 + Math.exp(-weight * mean));
}
