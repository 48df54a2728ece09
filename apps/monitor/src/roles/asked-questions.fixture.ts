import { normal, randomFrom, type Random } from '@anchorwatch/scenarios';
import { wholeEvent, type InferenceEvent } from '@anchorwatch/telemetry';

export const MODEL = 'loans';
/** One question a second. */
export const STEP_MS = 1_000;

type Features = Readonly<Record<string, number>>;
const weights = { income: 1, debt: -0.7, age: 0.4, years: 0.9 };

/**
 * What forty customers ask a small model; one question in five is an earlier one of theirs again. From `begins` on every tenth is mallory's, who asks all
 * over the space.
 */
export function askedQuestions(seed: number, n: number, begins = Infinity): InferenceEvent[] {
  const random = randomFrom(seed);
  const asks = new Map<number, Features[]>();
  return Array.from({ length: n }, (_, at) => {
    const customer = Math.floor(40 * random() ** 2);
    const own = asks.get(customer) ?? [];
    const features =
      (random() < 0.2 ? own[Math.floor(random() * own.length)] : undefined) ??
      drawn(random, (k) => 0.4 * Math.sin(customer + k), 1);
    asks.set(customer, [...own, features]);
    if (at >= begins && random() < 0.1)
      return asked(
        at,
        drawn(random, () => 0, 5),
        'mallory',
      );
    return asked(at, features, `customer-${customer}`);
  });
}

function drawn(random: Random, middle: (k: number) => number, spread: number): Features {
  return Object.fromEntries(
    Object.keys(weights).map((name, k) => [name, Number((spread * normal(random) + middle(k)).toFixed(4))]),
  );
}

function asked(at: number, features: Features, key: string): InferenceEvent {
  const sum = Object.entries(weights).reduce((total, [name, weight]) => total + weight * features[name]!, 0);
  const yes = Number((1 / (1 + Math.exp(-sum))).toFixed(6));
  const no = Number((1 - yes).toFixed(6));
  return wholeEvent({
    model: MODEL,
    model_version: '1',
    request_id: `r${at}`,
    event_time: at * STEP_MS,
    features,
    prediction: { label: yes > 0.5 ? 'yes' : 'no', score: Math.max(yes, no), classes: { yes, no } },
    principal: { key },
  });
}
