// The bound 2·exp(−2·nₑ·D²) beside the exact two-sided p-value, at three depths for each pair of sizes.
import { ksExactPValue, ksPValueBound } from '@anchorwatch/stats';
import { between, printTable, short } from './table.mjs';

const sizes = [
  [30, 30],
  [100, 100],
  [100, 1000],
  [1000, 10_000],
  [5000, 10_000],
];
const depths = [1e-2, 1e-4, 1e-7];

printTable(
  'The bound of the Kolmogorov–Smirnov p-value: how many times the exact one it is (wanted: never less than once)',
  ['n, N', ...depths.map((depth) => `p about ${depth}`)],
  sizes.map(([n, total]) => {
    const effective = (n * total) / (n + total);
    return [
      `${n}, ${total}`,
      ...depths.map((depth) => {
        // Sizes divide each other here, so differences are multiples of one over the larger.
        const steps = Math.max(n, total);
        const d = Math.ceil(Math.sqrt(Math.log(2 / depth) / (2 * effective)) * steps) / steps;
        const exact = ksExactPValue(n, total, d);
        const times = ksPValueBound(d, effective) / exact;
        const most = n < 100 ? 10 : 1.6;
        return `${between(`KS bound at ${n}, ${total}`, times, [1, most], short(times, 3))}, exact ${short(exact)}`;
      }),
    ];
  }),
);
