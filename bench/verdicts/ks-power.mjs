// What binning costs the Kolmogorov–Smirnov test, that chi-square sees what it does not, and that its tolerance keeps its word.
import {
  binIndex,
  chiSquareSf,
  chiSquareTwoSample,
  groupCounts,
  ksFromCounts,
  ksFromSamples,
  ksPValueBound,
  normalQuantile,
  normalSf,
  quantileEdges,
} from '@anchorwatch/stats';
import { multinomial, normal, uniform } from './random.mjs';
import { atMost, near, printTable, share, short } from './table.mjs';

const total = 50_000;
const n = 1000;
const runs = Math.ceil(400 * share);
const next = uniform(11);
const z = normal(next);
const depths = [0.05, 1e-6];
const size = (n * total) / (n + total);

const changes = {
  none: (x) => x,
  'mean + .1 sd': (x) => x + 0.1,
  'mean + .25 sd': (x) => x + 0.25,
  'sd × 1.2': (x) => x * 1.2,
  '5 % at 4 sd': (x) => (next() < 0.05 ? 4 : x),
  '10 % become 0': (x) => (next() < 0.1 ? 0 : x),
};
/** Power of the test on raw values and on 64 bins at both depths, as an independent simulation measured it. */
const expected = {
  none: [0.06, 0.04, 0, 0],
  'mean + .1 sd': [0.75, 0.71, 0.01, 0.01],
  'mean + .25 sd': [1, 1, 0.95, 0.94],
  'sd × 1.2': [0.97, 0.93, 0.01, 0.01],
  '5 % at 4 sd': [0.95, 0.91, 0.01, 0.01],
  '10 % become 0': [1, 1, 0.05, 0.03],
};

const reference = Float64Array.from({ length: total }, z).sort();
const fine = quantileEdges(reference, 60);
const before = counted(reference);

printTable(
  `Share of ${runs} windows of ${n} that pass, against ${total}: Kolmogorov–Smirnov on values, on 60 and 20 bins, chi-square on 20 (beside it what another simulation gave for values, and for 64 bins)`,
  [
    'change',
    ...depths.flatMap((depth) => ['values', '60 bins', '20 bins', 'chi-square'].map((of) => `${of}, ${short(depth)}`)),
  ],
  Object.entries(changes).map(([name, change]) => {
    const hits = depths.map(() => [0, 0, 0, 0]);
    for (let run = 0; run < runs; run++) {
      const values = Float64Array.from({ length: n }, () => change(z()));
      pValuesOf(values).forEach((p, test) => {
        depths.forEach((depth, at) => {
          if (p <= depth) hits[at][test]++;
        });
      });
    }
    return [name, ...depths.flatMap((_, at) => hits[at].map((count, test) => cellOf(name, at, test, count / runs)))];
  }),
);
printTolerance();

function counted(values) {
  const counts = new Uint32Array(fine.length + 1);
  for (const value of values) counts[binIndex(fine, value)]++;
  return counts;
}

function pValuesOf(values) {
  const now = counted(values);
  const groups = Uint16Array.from(now, (_, bin) => Math.floor(bin / 3));
  const joined = [before, now].map((counts) => groupCounts(counts, groups, 20));
  const { statistic, degreesOfFreedom } = chiSquareTwoSample(...joined);
  return [
    ksPValueBound(ksFromSamples(values, reference), size),
    ksPValueBound(ksFromCounts(before, now), size),
    ksPValueBound(ksFromCounts(...joined), size),
    chiSquareSf(statistic, degreesOfFreedom),
  ];
}

function cellOf(name, at, test, power) {
  if (test > 1) return short(power);
  const wanted = expected[name][2 * at + test];
  // Both are measured, and this many standard errors apart is chance. The baseline is one for all windows.
  const chance = 4 * Math.sqrt(Math.max(wanted * (1 - wanted), 0.02) * (1 / runs + 1 / 400));
  return near(`power of KS, ${name}`, power, wanted, chance + 0.05);
}

/** A distance of just the tolerance, at every size of window: what is tolerated must not alarm more often than alpha. */
function printTolerance() {
  const tolerance = 0.02;
  // Two normal laws that lie 2·Φ̄(−m/2) − 1 = .02 apart at most.
  const shift = 2 * normalQuantile((1 - tolerance) / 2);
  const edges = Array.from({ length: 59 }, (_, k) => -normalQuantile((k + 1) / 60));
  const sharesOf = (mean) =>
    [...edges, Infinity].map((edge, k) => cdf(edge - mean) - cdf((edges[k - 1] ?? -Infinity) - mean));
  const [healthy, moved] = [sharesOf(0), sharesOf(shift)];
  const windows = Math.ceil(50_000 * share);
  printTable(
    `Windows that pass at alpha .05 although they lie just as far away as is tolerated (KS ${tolerance}), of ${windows} against as many baselines of ${total}`,
    ['values in the window', 'without tolerance', 'with it'],
    [1000, 10_000, 100_000].map((values) => {
      let [plain, tolerated] = [0, 0];
      const effective = (values * total) / (values + total);
      for (let window = 0; window < windows; window++) {
        const d = ksFromCounts(multinomial(next, total, healthy), multinomial(next, values, moved));
        if (ksPValueBound(d, effective) <= 0.05) plain++;
        if (ksPValueBound(Math.max(0, d - tolerance), effective) <= 0.05) tolerated++;
      }
      const most = 0.05 + 3.3 * Math.sqrt(0.0475 / windows);
      return [values, short(plain / windows), atMost(`tolerated KS at n ${values}`, tolerated / windows, most)];
    }),
  );
}

function cdf(x) {
  return normalSf(-x);
}
