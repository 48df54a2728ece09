import type { Answered } from './lessons.js';
import { learn, learnNumbers } from './surrogate.js';

/** How often a copy gives the model's answer to questions that it was not taught. */
export interface Copied {
  readonly hits: number;
  /** What one and the same answer would reach. */
  readonly without: number;
  /** How far off an answer may be that counts as the same. */
  readonly within: number;
}

/** Numbers count as the same within so much of the standard deviation of the model's answers. */
const tolerance = 0.2;

export function copyClasses(own: readonly Answered[], others: readonly Answered[]): Copied {
  const names = [...new Set([...own, ...others].map(({ label }) => label))].sort();
  const classOf = new Map(names.map((name, k) => [name, k]));
  const lesson = { points: own.map(({ point }) => point), classes: own.map(({ label }) => classOf.get(label)!) };
  const copy = learn(lesson, names.length);
  const counts = new Map<string, number>();
  for (const { label } of others) counts.set(label, (counts.get(label) ?? 0) + 1);
  return {
    hits: others.filter(({ point, label }) => copy(point) === classOf.get(label)).length,
    without: Math.max(...counts.values()),
    within: 0,
  };
}

/** Of a model that answers with numbers; classes among them are no answers. */
export function copyNumbers(own: readonly Answered[], others: readonly Answered[]): Copied {
  const taught = own.filter(({ value }) => Number.isFinite(value));
  const tried = others.map(({ value }) => value).filter((value) => Number.isFinite(value));
  if (tried.length === 0) return { hits: 0, without: 0, within: 0 };
  const copy = learnNumbers({ points: taught.map(({ point }) => point), values: taught.map(({ value }) => value) });
  const mean = tried.reduce((sum, value) => sum + value, 0) / tried.length;
  const within = tolerance * Math.sqrt(tried.reduce((sum, value) => sum + (value - mean) ** 2, 0) / tried.length);
  const median = [...tried].sort((a, b) => a - b)[tried.length >> 1]!;
  return {
    hits: others.filter(({ point, value }) => Math.abs(copy(point) - value) <= within).length,
    without: tried.filter((value) => Math.abs(median - value) <= within).length,
    within,
  };
}
