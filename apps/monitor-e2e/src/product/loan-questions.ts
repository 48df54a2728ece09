import { normal, randomFrom, type Random } from '@anchorwatch/scenarios';
import { wholeEvent, type InferenceEvent, type Principal } from '@anchorwatch/telemetry';
import { START } from './traffic.js';

/** Events of the baseline, and of each file. */
export const HEALTHY = 4_000;
export const EVENTS = 8_000;
/** Where somebody begins. */
export const BEGINS = 5_000;

type Features = Readonly<Record<string, number>>;

const weights = { income: 1, debt: -0.7, age: 0.4, years: 0.9 };

/** A small model that is asked for loans: a plane through four numbers. */
export function answerTo(features: Features): InferenceEvent['prediction'] {
  const sum = Object.entries(weights).reduce((total, [name, weight]) => total + weight * features[name]!, 0);
  const yes = Number((1 / (1 + Math.exp(-sum))).toFixed(6));
  return {
    label: yes > 0.5 ? 'yes' : 'no',
    score: Math.max(yes, Number((1 - yes).toFixed(6))),
    classes: { yes, no: Number((1 - yes).toFixed(6)) },
  };
}

/** What forty customers ask; one question in five is an earlier one of theirs again. Every tenth from `BEGINS` on may be somebody else's. */
export function questions(
  seed: number,
  other?: (k: number, random: Random) => Features,
  who?: Principal,
): InferenceEvent[] {
  const random = randomFrom(seed);
  const asks = new Map<number, Features[]>();
  let k = 0;
  return Array.from({ length: EVENTS }, (_, at) => {
    const customer = Math.floor(40 * random() ** 2);
    const own = asks.get(customer) ?? [];
    const again = random() < 0.2 ? own[Math.floor(random() * own.length)] : undefined;
    const features = again ?? drawn(random, customer);
    asks.set(customer, [...own, features]);
    if (other && at >= BEGINS && random() < 0.1) return event(at, other(k++, random), who ?? { key: 'mallory' });
    return event(at, features, { key: `customer-${customer}`, organisation: `branch-${customer % 8}` });
  });
}

function drawn(random: Random, customer: number): Features {
  return Object.fromEntries(
    Object.keys(weights).map((name, k) => [name, Number((normal(random) + 0.4 * Math.sin(customer + k)).toFixed(4))]),
  );
}

function event(at: number, features: Features, principal: Principal): InferenceEvent {
  return wholeEvent({
    model: 'loans',
    model_version: '1',
    request_id: `r${at}`,
    event_time: START + at * 1_000,
    features,
    prediction: answerTo(features),
    principal,
  });
}
