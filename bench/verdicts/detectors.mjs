// What others do by default on independent normal values: how often they cry wolf, and how late they are. The engine's own row
// stands in the tables of false alarms and delays.
import {
  adwin,
  binIndex,
  ksPValueBound,
  ksFromCounts,
  kswin,
  normalQuantile,
  pageHinkley,
  psi,
} from '@anchorwatch/stats';
import { changes } from './changes.mjs';
import { normal, uniform } from './random.mjs';
import { printTable, quantileOf, share, short } from './table.mjs';

const values = Math.ceil(4e6 * share);
const runs = Math.ceil(60 * share);
const most = 50_000;
const total = 50_000;
const warm = 1000;

const detectors = {
  'PSI > .1, windows of 100': () => windowed(100, 10, (before, now) => psi(before, now) > 0.1),
  'PSI > .2, windows of 100': () => windowed(100, 10, (before, now) => psi(before, now) > 0.2),
  'PSI > .1, windows of 1000': () => windowed(1000, 10, (before, now) => psi(before, now) > 0.1),
  'PSI > .2, windows of 1000': () => windowed(1000, 10, (before, now) => psi(before, now) > 0.2),
  'KS p < .05, windows of 1000': () => windowed(1000, 256, (before, now) => ksBelow(before, now, 0.05)),
  'KS p < 1e-6, windows of 1000': () => windowed(1000, 256, (before, now) => ksBelow(before, now, 1e-6)),
  'KSWIN, defaults of River': () => stepping(kswin()),
  'ADWIN, delta .002': () => stepping(adwin()),
  'Page–Hinkley, defaults of River': () => stepping(pageHinkley()),
  'CUSUM of known mean, k .125, h 30': () => knownCusum(0.125, 30),
};
const asked = ['+.1 sd', '+.25 sd', '+.5 sd', '+1 sd', 'sd × 1.5', '5 % at 4 sd'];

printTable(
  `Detectors of others on independent N(0, 1): false alarms in ${short(values, 3)} values (KSWIN ${short(values / 10, 3)}), median delay of ${runs} changes`,
  ['detector', 'false alarms per 1e6 values', ...asked],
  Object.entries(detectors).map(([name, make]) => [
    name,
    short(falseAlarms(make(), name.startsWith('KSWIN') ? values / 10 : values)),
    ...asked.map((change) => short(quantileOf(delays(make, changes(uniform(55))[change]), 0.5), 5)),
  ]),
);

/** @returns (value) -> whether it alarms now; windows follow each other. */
function windowed(n, bins, isDrift) {
  const edges = Array.from({ length: bins - 1 }, (_, k) => -normalQuantile((k + 1) / bins));
  const before = new Uint32Array(bins);
  const z = normal(uniform(91));
  for (let k = 0; k < total; k++) before[binIndex(edges, z())]++;
  const now = new Uint32Array(bins);
  let held = 0;
  return (value) => {
    now[binIndex(edges, value)]++;
    if (++held < n) return false;
    const found = isDrift(before, now);
    now.fill(0);
    held = 0;
    return found;
  };
}

function ksBelow(before, now, level) {
  const n = now.reduce((sum, count) => sum + count, 0);
  return ksPValueBound(ksFromCounts(before, now), (n * total) / (n + total)) < level;
}

function stepping(detector) {
  let state = detector.start;
  return (value) => {
    const step = detector.step(state, value);
    state = step.state;
    return step.signal === 'drift';
  };
}

function knownCusum(slack, threshold) {
  let [up, down] = [0, 0];
  return (value) => {
    up = Math.max(0, up + value - slack);
    down = Math.max(0, down - value - slack);
    if (Math.max(up, down) <= threshold) return false;
    [up, down] = [0, 0];
    return true;
  };
}

function falseAlarms(alarms, count) {
  const z = normal(uniform(17));
  let raised = 0;
  for (let k = 0; k < count; k++) if (alarms(z())) raised++;
  return (raised / count) * 1e6;
}

function delays(make, change) {
  return Array.from({ length: runs }, (_, run) => {
    const alarms = make();
    const z = normal(uniform(4000 + run));
    for (let k = 0; k < warm + ((run * 37) % warm); k++) alarms(z()); // at any place of a window
    for (let k = 1; k <= most; k++) if (alarms(change(z()))) return k;
    return Infinity;
  });
}
