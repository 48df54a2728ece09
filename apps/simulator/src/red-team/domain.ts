import { normal, wholeBelow, type Random } from '@anchorwatch/scenarios';
import type { FeatureKnowledge, Knowledge, Point } from './attack.js';

/** What is known of questions from some of them. @param points at least one */
export function knowledgeOf(names: readonly string[], points: readonly Point[], classes: number): Knowledge {
  const features = names.map((name, k): FeatureKnowledge => {
    const values = points.map((point) => point[k]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const [least, most] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [
      Infinity,
      -Infinity,
    ] as [number, number]);
    return { name, least, most, mean, deviation: Math.sqrt(variance) || 1, whole: values.every(Number.isInteger) };
  });
  return { features, classes, records: points };
}

/** The nearest question that the model takes: within the ranges, whole where it must be. */
export function asQuestion(point: Point, { features }: Knowledge): Point {
  return features.map(({ least, most, whole }, k) => {
    const value = Math.max(least, Math.min(most, point[k]!));
    return whole ? Math.round(value) : Number(value.toPrecision(9));
  });
}

/** One of the records. */
export function someRecord({ records }: Knowledge, random: Random): Point {
  return records[wholeBelow(random, records.length)]!;
}

/** A point moved along a direction that is given in standard deviations of the features. */
export function moved(point: Point, direction: Point, by: number, { features }: Knowledge): Point {
  return point.map((value, k) => value + by * direction[k]! * features[k]!.deviation);
}

/** From one point to another, in standard deviations. */
export function difference(from: Point, to: Point, { features }: Knowledge): Point {
  return from.map((value, k) => (to[k]! - value) / features[k]!.deviation);
}

/** A random direction of length 1. */
export function someDirection({ features }: Knowledge, random: Random): Point {
  return unit(features.map(() => normal(random)));
}

export function unit(direction: Point): Point {
  const length = lengthOf(direction) || 1;
  return direction.map((value) => value / length);
}

export function lengthOf(direction: Point): number {
  return Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0));
}

export function plus(a: Point, b: Point, by = 1): Point {
  return a.map((value, k) => value + by * b[k]!);
}

/** Part of the way: `share` 0 is `a`, 1 is `b`. */
export function between(a: Point, b: Point, share: number): Point {
  return a.map((value, k) => value + share * (b[k]! - value));
}

/** In an order drawn at random (Durstenfeld, 1964). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const order = [...items];
  for (let k = order.length - 1; k > 0; k--) {
    const other = wholeBelow(random, k + 1);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order;
}
