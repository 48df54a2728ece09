// Real tables of two classes, labelled by sources that differ by nature, and what a bad one does to its labels.
import { join } from 'node:path';
import { randomFrom } from '@anchorwatch/stats';
import { readFile } from '@anchorwatch/telemetry';

/** By name; of bikes the busy hours are told from the calm ones by the median count. */
export const tables = {
  elec2: { file: 'elec2.csv.gz', label: 'class' },
  phishing: { file: 'phishing.csv.gz', label: 'class' },
  weather: { file: 'noaa_weather.csv.gz', label: 'target' },
  bikes: { file: 'bike_sharing_hour.csv.gz', label: 'cnt', ignore: ['instant', 'dteday', 'casual', 'registered'] },
  sea: { file: 'sea_abrupt_50k.csv.gz', label: 'label' },
};
/** Their files, for a usage. */
export const tableFiles = Object.values(tables)
  .map(({ file }) => file)
  .join(', ');
export const sourceCount = 20;

/** The rows of a table in its order, with the number of each. */
export async function loadTable(folder, { file, label, ignore }) {
  const rows = [];
  let features;
  const options = {
    model: 'bench',
    mapping: { label, ...(ignore && { ignore }) },
    pseudonymise: (name) => name,
    now: Date.now(),
  };
  for await (const page of readFile(join(folder, file), options))
    for (const { row, decoded } of page) {
      if (decoded.kind === 'event') features = decoded.event.features;
      if (decoded.kind === 'label') rows.push({ row, features, label: decoded.label.label, source: null });
    }
  if (label !== 'cnt') return rows;
  const counts = rows.map((row) => Number(row.label)).sort((a, b) => a - b);
  const median = counts[Math.floor(counts.length / 2)];
  return rows.map((row) => ({ ...row, label: Number(row.label) > median ? 'busy' : 'calm' }));
}

/**
 * Sources from 2 to 12 % of the rows; each prefers one end of a random direction, up to e times, and errs in 2 % of its labels on average (0 to 4 %, more in one
 * class than in the other).
 */
export function cleanSet(truth, points, seed) {
  const random = randomFrom(seed * 1000 + 7);
  const numbers = (length, next) => Array.from({ length }, next);
  const size = numbers(sourceCount, (_, rank) => 1 / (rank + 5));
  const noise = numbers(sourceCount, () => 0.01 * (random() + random() + random() + random()));
  const side = numbers(sourceCount, () => 0.5 + random());
  const direction = numbers(points[0].length, () => random() - 0.5);
  const deviation = Math.sqrt(points[0].length / 12);
  const lean = numbers(sourceCount, () => ((random() - 0.5) * 2) / deviation);
  const sources = points.map((point) => {
    const along = point.reduce((sum, value, k) => sum + value * direction[k], 0);
    const weights = size.map((share, source) => share * Math.exp(lean[source] * along));
    let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
    return Math.max(
      0,
      weights.findIndex((weight) => (left -= weight) <= 0),
    );
  });
  const labels = truth.map((label, at) => {
    const rate = noise[sources[at]] * (label === 0 ? side[sources[at]] : 2 - side[sources[at]]);
    return random() < rate ? 1 - label : label;
  });
  return { sources, labels };
}

/** How many rows of a set each source has, from one row on. */
export function sizesOf({ sources }, begins = 0) {
  const sizes = new Array(sourceCount).fill(0);
  for (const source of sources.slice(begins)) sizes[source]++;
  return sizes;
}

/** The source whose size lies nearest to one. */
export function nearestSize(sizes, size) {
  return sizes.reduce((best, own, at) => (Math.abs(own - size) < Math.abs(sizes[best] - size) ? at : best), 0);
}

/** The labels when one source flips a share of its own: of one class alone (`from`), after a share of its rows, from a row of the set on. */
export function flippedLabels({ sources, labels }, bad, rate, seed, { from, after = 0, begins = 0 } = {}) {
  const random = randomFrom(seed * 77 + 3);
  const own = sizesOf({ sources }, begins)[bad];
  let met = 0;
  return labels.map((label, at) => {
    if (at < begins || sources[at] !== bad || met++ < after * own || (from !== undefined && label !== from))
      return label;
    return random() < rate ? 1 - label : label;
  });
}
