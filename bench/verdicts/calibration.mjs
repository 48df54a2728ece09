// Each statistic at alpha 1e-3 over 100,000 windows in which nothing changed: how often it passes. Independent values, with
// the overdispersion set to 1 so that the laws themselves are seen, and as it was measured.
import { defaultPolicy, Judge } from '../../libs/detection/dist/index.js';
import { baselineOfRows, independent, tickCounter } from './engine.mjs';
import { normal, uniform } from './random.mjs';
import { atMost, between, printTable, share, short } from './table.mjs';

const alpha = 1e-3;
const windows = Math.ceil(100_000 * share);
const references = 100;
const n = 500;
const total = 10_000;

const subjects = {
  number: (next, z) => z(),
  'number with ties': (next, z) => Math.max(0, Math.round(z() * 8) / 8),
  'few values': (next) => Math.floor(7 * next() ** 2),
  category: (next) => 'abcdefghijkl'[Math.floor(12 * next() ** 2)],
};

/** Laws that are exact for large windows. All others are bounds, and may pass less often than alpha. */
const exact = new Set(['v1', 'v2', 'v3', 'v4', 'chi2']);
const chance = 3.3 * Math.sqrt((alpha * (1 - alpha)) / windows);
/** A normal law far out is a few per cent off at windows of this size. */
const [least, most] = [alpha * 0.7 - chance, alpha * 1.4 + chance];

const rows = [];
for (const [name, draw] of Object.entries(subjects)) {
  const [lawful, measured] = [{}, {}];
  for (let seed = 0; seed < references; seed++) {
    const next = uniform(seed * 7 + 1);
    const z = normal(next);
    const value = () => draw(next, z);
    const baseline = await baselineOf(value);
    count(baseline, value, Math.ceil(windows / references), [lawful, measured]);
  }
  for (const statistic of Object.keys(measured).sort()) {
    const what = `${name}: ${statistic} at ${alpha}`;
    const rate = lawful[statistic] / windows;
    rows.push([
      name,
      statistic,
      exact.has(statistic) ? between(what, rate, [least, most]) : atMost(what, rate, most),
      short(measured[statistic] / windows),
    ]);
  }
}
printTable(
  `Windows beyond alpha ${alpha} by each test, of ${windows} windows of ${n} against ${references} baselines of ${total} in which nothing changed`,
  ['subject', 'statistic', 'overdispersion 1', 'as measured'],
  rows,
);

async function baselineOf(value) {
  const baseline = await baselineOfRows(total, { kind: 'count', events: 20 }, () => ({ x: value() }));
  return { ...baseline, subjects: baseline.subjects.filter(({ subject }) => subject === 'x') };
}

/** One window a tick, so that no value is seen twice. */
function count(baseline, value, ticks, [lawful, measured]) {
  const policy = {
    ...defaultPolicy,
    alpha,
    largest_window_ticks: 1,
    tolerances: { ks: 0, component: 0, psi: 0, share: 0, volume: 0 },
  };
  const judges = [independent(baseline), baseline].map((one) => new Judge({ baseline: one, feed: 'events', policy }));
  const profilesOf = tickCounter(baseline, n, value);
  for (let tick = 0; tick < ticks; tick++) {
    const profiles = profilesOf(tick, tick);
    [lawful, measured].forEach((counts, which) => {
      const [verdict] = judges[which].take(tick, profiles).verdicts;
      for (const { statistic, p_value } of verdict.tests) {
        const family = statistic.startsWith('share:') ? 'share' : statistic;
        lawful[family] ??= 0;
        measured[family] ??= 0;
        if (p_value <= alpha) counts[family]++;
      }
    });
  }
}
