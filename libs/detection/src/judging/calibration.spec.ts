import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Baseline, BaselineSubject } from '../baselines/baseline.js';
import { besides, sumOf } from '../counting/beside.js';
import { familyOf } from '../budget/budget-weights.js';
import { CalmLevels } from '../budget/calm-level.js';
import { testsOf } from '../detectors/detectors.js';
import { CalmLimits } from '../detectors/calm-limits.js';
import { isCalm, type RawWindow } from '../detectors/is-calm.js';
import { Levels } from '../budget/levels.js';
import { Drawn } from '../multinomial.fixture.js';
import { defaultPolicy } from '../budget/policy.js';
import { Reference } from '../references/reference.js';
import { Runs } from '../windows/runs.js';
import { scoreOf } from '../references/scores.js';
import { baselineOf, eventAt, normal, uniform } from '../streams.fixture.js';
import { windowOf } from '../windows/window.js';

const alpha = 1e-3;
const windows = 100_000;
/** Some hundred thousand windows take a while where other specs run beside them. */
const patience = 300_000;
/** Each is compared with so many windows: many baselines, because all windows of one share its luck. */
const windowsOfABaseline = 100;
const total = 10_000;
const ticks = 8;
const perTick = 32;

/** Beyond these a true rate of alpha comes about once in a thousand runs on each side. */
const spread = Math.sqrt(windows * alpha * (1 - alpha));
const least = Math.floor(windows * alpha - 3.1 * spread);
const most = Math.ceil(windows * alpha + 3.1 * spread);

const z = normal(5);
const u = uniform(6);
const subjects: Readonly<Record<string, () => number | string>> = {
  number: () => z(),
  'number with ties': () => Math.max(0, Math.round(z() * 16) / 16),
  'few values': () => Math.floor(7 * u() ** 2),
  flag: () => (u() < 0.05 ? 1 : 0),
  category: () => 'abcde'[Math.floor(5 * u() ** 2)]!,
};

describe('tests of windows in which nothing changed', () => {
  let baseline: Baseline;
  beforeAll(async () => {
    const events = Array.from({ length: total }, (_, offset) =>
      eventAt(offset, {
        features: Object.fromEntries(Object.entries(subjects).map(([name, value]) => [name, value()])),
        status: u() < 0.05 ? 'error' : 'ok',
      }),
    );
    baseline = await baselineOf(events);
  });

  // Exact laws (for large windows) must lie within both bounds; what is a bound by construction, below the upper one.
  it.each([
    ['number', ['v1', 'v2', 'v3', 'v4'], ['chi2', 'ks', 'shift']],
    ['number with ties', ['v1', 'v2', 'v3', 'v4'], ['chi2', 'ks', 'shift']],
    ['few values', ['v1', 'v2', 'v3', 'v4'], ['chi2', 'ks', 'shift', 'new']],
    ['flag', [], ['v1', 'shift', 'new']],
    ['category', [], ['chi2', 'share', 'new']],
    ['errors', [], ['rate']],
  ])(
    'keep alpha: %s',
    (name, exact, bounds) => {
      const subject = baseline.subjects.find((one) => one.subject === name)!;
      const beyond = countBeyond(subject);
      const countOf = (statistic: string) => `${statistic} ${beyond[statistic] ?? 0}`;
      const tooRare = exact.filter((statistic) => (beyond[statistic] ?? 0) < least).map(countOf);
      const tooOften = Object.keys(beyond)
        .filter((statistic) => beyond[statistic]! > most)
        .map(countOf);
      const known = new Set([...exact, ...bounds]);
      expect({ tooRare, tooOften }).toEqual({ tooRare: [], tooOften: [] });
      expect(Object.keys(beyond).filter((statistic) => !known.has(statistic))).toEqual([]);
    },
    patience,
  );
});

/** How many windows pass by each statistic, with counts drawn from the subject's own shares. */
function countBeyond(subject: BaselineSubject): Readonly<Record<string, number>> {
  const [profile] = subject.profiles;
  const bins = profile!.counts.length;
  const [overdispersion] = profile!.overdispersion;
  const independent = {
    ...overdispersion!,
    scale: ticks,
    neyman: overdispersion!.neyman.map(() => 1),
    chi2: 1,
    shares: overdispersion!.shares.map(() => 1),
    scores: 1,
    nulls: 1,
  };
  // Tolerances would only hide how the laws themselves fare.
  const levels = new Levels({
    ...defaultPolicy,
    alpha,
    tolerances: { ks: 0, component: 0, psi: 0, share: 0, volume: 0 },
  });
  const limits = new CalmLimits(ticks, levels, new CalmLevels().above(alpha)!);
  const drawn = new Drawn(profile!.counts, 11);
  const beyond: Record<string, number> = {};
  for (let window = 0, reference: Reference | undefined; window < windows; window++) {
    if (window % windowsOfABaseline === 0) reference = undefined;
    if (reference === undefined) {
      const counts = new Array<number>(bins).fill(0);
      drawn.addTo(counts, total);
      reference = Reference.of(subject, { ...profile!, counts, overdispersion: [independent] });
    }
    const raw = drawnWindow(drawn, bins, reference);
    if (isCalm(raw, reference, limits)) continue;
    const made = windowOf(raw.vector, ticks, raw.tick, reference.sums, raw.runs?.of(ticks));
    for (const { statistic, p_value } of testsOf(made, reference, levels)) {
      const family = familyOf(statistic);
      if (p_value <= alpha) beyond[family] = (beyond[family] ?? 0) + 1;
    }
  }
  return beyond;
}

function drawnWindow(drawn: Drawn, bins: number, reference: Reference): RawWindow {
  const vector = new Uint32Array(bins + besides.length);
  const runs = new Runs(ticks);
  let [n, score] = [0, 0];
  for (let tick = 0; tick < ticks; tick++) {
    drawn.addTo(vector, perTick);
    const [values, sum] = [sumOf(vector, bins), scoreOf(reference.scores, vector)];
    runs.add(tick, values - n, sum - score);
    [n, score] = [values, sum];
  }
  const scored = reference.scores.length > 0 ? runs : undefined;
  return { vector, length: vector.length, n, scale: ticks, tick: ticks - 1, runs: scored };
}
