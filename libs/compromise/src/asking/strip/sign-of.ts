import { atShare } from '../../bits/quantile.js';
import type { Features } from './strip-question.js';

/** So many of the suspected questions carry the sign, */
const carrying = 0.8;
/** and so many times as often as healthy ones do. */
const lift = 1.5;
/** A sign of more features is none that a copy could keep. */
const mostFeatures = 3;
/** What lies beyond is unusual. */
const tails = 0.05;

/** What the suspected questions have in common that healthy ones have not. */
export interface Sign {
  /** Names, the most telling first. */
  readonly features: readonly string[];
  readonly isCarriedBy: (features: Features) => boolean;
}

interface Mark {
  readonly name: string;
  readonly holds: (features: Features) => boolean;
  readonly score: number;
}

/**
 * The features by which suspected questions are alike and unlike healthy ones: one value, or lying beyond 95 % of the healthy ones on one side; at most three, by
 * how much more they tell (Kullback–Leibler). Undefined where there is none, or where hardly another feature is left to be replaced.
 */
export function signOf(suspected: readonly Features[], healthy: readonly Features[]): Sign | undefined {
  const names = [...new Set(suspected.flatMap((features) => Object.keys(features)))].sort();
  const marks = names
    .flatMap((name) => markOf(name, suspected, healthy) ?? [])
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
    .slice(0, mostFeatures);
  if (marks.length === 0 || names.length - marks.length < 2) return undefined;
  return {
    features: marks.map(({ name }) => name),
    isCarriedBy: (features) => marks.every(({ holds }) => holds(features)),
  };
}

function markOf(name: string, suspected: readonly Features[], healthy: readonly Features[]): Mark | undefined {
  const values = suspected.map((features) => JSON.stringify(features[name]));
  const frequent = [...new Set(values)]
    .map((value) => ({ value, count: values.filter((other) => other === value).length }))
    .sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1))[0]!.value;
  const numbers = healthy.flatMap(({ [name]: value }) => (typeof value === 'number' ? [value] : []));
  const [low, high] = [atShare(numbers, tails), atShare(numbers, 1 - tails)];
  const holding: readonly ((features: Features) => boolean)[] = [
    ({ [name]: value }) => JSON.stringify(value) === frequent,
    ({ [name]: value }) => typeof value === 'number' && numbers.length > 0 && value > high,
    ({ [name]: value }) => typeof value === 'number' && numbers.length > 0 && value < low,
  ];
  const marks = holding.flatMap((holds) => {
    const share = suspected.filter(holds).length / suspected.length;
    const ordinary = (healthy.filter(holds).length + 1) / (healthy.length + 2);
    return share >= carrying && share >= lift * ordinary
      ? [{ name, holds, score: share * Math.log(share / ordinary) }]
      : [];
  });
  return marks.sort((a, b) => b.score - a.score)[0];
}
