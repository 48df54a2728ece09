import { randomFrom } from '@anchorwatch/stats';
import { wholeEvent, type FeatureValue, type InferenceEvent, type Principal } from '@anchorwatch/telemetry';
import type { PlacedEvent } from './calibrate.js';

/** A small model whose boundary is a plane, asked with four numbers and one category. */
export const names = ['a', 'b', 'c', 'd'] as const;

export function answerOf(features: Readonly<Record<string, FeatureValue>>): InferenceEvent['prediction'] {
  const sum = names.reduce((total, name, k) => total + [1, -0.7, 0.4, 0.9][k]! * Number(features[name]), 0);
  const yes = 1 / (1 + Math.exp(-sum - (features['kind'] === 'rare' ? 1 : 0)));
  const score = Number(Math.max(yes, 1 - yes).toFixed(6));
  return {
    label: yes > 0.5 ? 'yes' : 'no',
    score,
    classes: { no: Number((1 - yes).toFixed(6)), yes: Number(yes.toFixed(6)) },
  };
}

/** One event, answered by the model; `change` goes over it. */
export function asked(
  offset: number,
  principal: Principal,
  features: Readonly<Record<string, FeatureValue>>,
  change: Partial<InferenceEvent> = {},
): PlacedEvent {
  const event = wholeEvent({
    model: 'loans',
    model_version: '1',
    request_id: `r${offset}`,
    event_time: offset * 1_000,
    features,
    prediction: answerOf(features),
    principal,
    ...change,
  });
  return { offset, event };
}

/** Draws of one seed. */
export class Chance {
  readonly uniform: () => number;

  constructor(seed: number) {
    this.uniform = randomFrom(seed);
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }
}

/**
 * Ordinary traffic: forty principals of ten organisations, a few of which ask most; each prefers a corner of its own; one question in ten is an earlier
 * one of theirs again.
 * @param moved by how many standard deviations everybody's questions have drifted
 */
export function ordinary(chance: Chance, from: number, n: number, moved = 0): PlacedEvent[] {
  const asks = new Map<number, Readonly<Record<string, FeatureValue>>[]>();
  return Array.from({ length: n }, (_, k) => {
    const principal = Math.floor(40 * chance.uniform() ** 2.5);
    const own = asks.get(principal) ?? [];
    const again = chance.uniform() < 0.1 ? own[chance.below(own.length)] : undefined;
    const features = again ?? {
      ...Object.fromEntries(
        names.map((name, at) => [name, Number((chance.normal() + 0.5 * Math.sin(principal + at) + moved).toFixed(4))]),
      ),
      kind: chance.uniform() < 0.2 ? 'rare' : 'plain',
    };
    asks.set(principal, [...own.slice(-200), features]);
    return asked(from + k, { key: `k${principal}`, organisation: `o${principal % 10}` }, features);
  });
}
