// How often tests that should pass with a chance of alpha do: why chi-square with joined bins decides, and PSI is shown beside it.
import { chiSquareSf, chiSquareTwoSample, groupCounts, gTwoSample, mergeSparseBins, psi } from '@anchorwatch/stats';
import { multinomial, uniform } from './random.mjs';
import { between, printTable, share, short } from './table.mjs';

const levels = [0.05, 1e-3, 1e-4];
const windows = Math.ceil(100_000 * share);
const next = uniform(3);
const total = 10_000;

/** The rarest bin expects one value in a window of 100. */
const skewed = [0.3, 0.22, 0.15, 0.1, 0.08, 0.06, 0.04, 0.025, 0.015, 0.01];
const cases = [
  ['equal bins, n 1000', 1000, new Array(10).fill(0.1)],
  ['equal bins, n 100', 100, new Array(10).fill(0.1)],
  ['skewed bins, n 100', 100, skewed],
];

const rows = [];
for (const [name, n, shares] of cases) {
  const hits = { PSI: [0, 0, 0], 'chi-square': [0, 0, 0], G: [0, 0, 0], 'chi-square, bins joined': [0, 0, 0] };
  for (let k = 0; k < windows; k++) {
    const [before, now] = [multinomial(next, total, shares), multinomial(next, n, shares)];
    const groups = mergeSparseBins(before, n, 10, true);
    const joined = (counts) => groupCounts(counts, groups, groups.at(-1) + 1);
    const pValues = {
      PSI: chiSquareSf(psi(before, now) / (1 / total + 1 / n), shares.length - 1),
      'chi-square': pOf(chiSquareTwoSample(before, now)),
      G: pOf(gTwoSample(before, now)),
      'chi-square, bins joined': pOf(chiSquareTwoSample(joined(before), joined(now))),
    };
    for (const [test, p] of Object.entries(pValues)) {
      levels.forEach((level, at) => {
        if (p <= level) hits[test][at]++;
      });
    }
  }
  for (const [test, counts] of Object.entries(hits)) {
    const sizes = counts.map((count, at) => count / windows / levels[at]);
    rows.push([name, test, ...sizes.map((size, at) => cellOf(name, test, size, levels[at]))]);
  }
}
printTable(
  `Size of tests divided by alpha, ${windows} windows in which nothing changed, N ${total}, 10 bins (wanted of the test in use: within a third and chance)`,
  ['', 'test', ...levels.map((level) => `alpha ${short(level)}`)],
  rows,
);

function pOf({ statistic, degreesOfFreedom }) {
  return degreesOfFreedom === 0 ? 1 : chiSquareSf(statistic, degreesOfFreedom);
}

function cellOf(name, test, size, level) {
  if (test !== 'chi-square, bins joined' || level === 1e-4) return short(size);
  const chance = 3.3 / Math.sqrt(windows * level);
  return between(`${name}: size of ${test} at ${level}`, size, [2 / 3 - chance, 4 / 3 + chance]);
}
