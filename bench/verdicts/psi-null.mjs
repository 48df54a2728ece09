// The PSI of identical populations: its law is (1/N + 1/n)·χ²(B − 1), and a limit of 0.1 or 0.2 means nothing without n.
import { chiSquareQuantile, psi, psiWithFloor } from '@anchorwatch/stats';
import { multinomial, uniform } from './random.mjs';
import { near, printTable, quantileOf, share, short } from './table.mjs';

/** N, n, bins. */
const sizes = [
  [10_000, 100, 10],
  [10_000, 200, 10],
  [10_000, 1000, 10],
  [10_000, 10_000, 10],
  [10_000, 100, 20],
  [10_000, 200, 50],
  [10_000, 1000, 50],
  [100_000, 10_000, 50],
];
const windows = Math.ceil(20_000 * share);
const next = uniform(1);

printTable(
  `PSI of ${windows} windows in which nothing changed, equal bins: simulated (theory, which is asymptotic: within a seventh)`,
  ['N', 'n', 'bins', 'mean', '95 %', '99.9 %', 'PSI > .1', '> .2', 'floor 1e-4 in place of +½: > .1', '> .2'],
  sizes.map(([total, n, bins]) => {
    const shares = new Array(bins).fill(1 / bins);
    const [found, floored] = [[], []];
    for (let k = 0; k < windows; k++) {
      const [before, now] = [multinomial(next, total, shares), multinomial(next, n, shares)];
      found.push(psi(before, now));
      floored.push(psiWithFloor(before, now, 1e-4));
    }
    const scale = 1 / total + 1 / n;
    const name = `PSI at N ${total}, n ${n}, ${bins} bins:`;
    const mean = found.reduce((sum, value) => sum + value, 0) / windows;
    const above = (values, limit) => short(values.filter((value) => value > limit).length / windows);
    return [
      total,
      n,
      bins,
      near(`${name} mean`, mean, (bins - 1) * scale, ((bins - 1) * scale) / 7),
      ...[0.05, 0.001].map((tail) => {
        const theory = scale * chiSquareQuantile(tail, bins - 1);
        return near(`${name} ${short(1 - tail, 3)} quantile`, quantileOf(found, 1 - tail), theory, theory / 7);
      }),
      above(found, 0.1),
      above(found, 0.2),
      above(floored, 0.1),
      above(floored, 0.2),
    ];
  }),
);
