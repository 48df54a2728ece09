import { beforeAll, describe, expect, it } from '@jest/globals';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import type { Baseline, TickRule } from '../baselines/baseline.js';
import { Judge } from '../judging/judge.js';
import { policyFor, watchLevel, type JudgePolicy } from '../budget/policy.js';
import { baselineOf, byCount, byTick, counted, eventAt, normal, uniform } from '../streams.fixture.js';
import type { Verdict } from '../verdicts/verdict.js';

const hourMs = 3_600_000;
const perHour = 16;
const hourly: TickRule = { kind: 'time', ms: hourMs };

/** What happens to a stream, from a third of it to two thirds. */
interface Drift {
  /** In standard deviations. */
  readonly numbers?: number;
  readonly scale?: number;
  readonly categories?: number;
  readonly gaps?: number;
  /** Whether the pair of features goes together the other way round. */
  readonly together?: boolean;
}

describe('a judge that makes only surprising verdicts', () => {
  const drifts: readonly Drift[] = [
    {},
    { numbers: 0.4, categories: 0.1 },
    { numbers: 1.5, gaps: 0.2, categories: 0.5 },
    { scale: 1.5, together: true },
  ];
  const policies: readonly Partial<JudgePolicy>[] = [
    {},
    { tolerances: { ks: 0.02, component: 0.05, psi: 0.01, share: 0.02, volume: 0.5 } },
    { weights: { statistics: { ks: 9, chi2: 0.2 }, subjects: { amount: 3 }, scales: { '4': 2 } } },
  ];

  describe.each([
    ['of ticks by time, with seasons and days', hourly, 6 * 24 * perHour, 48 * perHour],
    ['of ticks by count', byCount, 2_000, 600],
  ] as const)('over streams %s', (_, tick, learnt, live) => {
    let baseline: Baseline;

    beforeAll(async () => {
      baseline = await baselineOf(stream(1, learnt, {}), tick, ['region']);
    });

    it('is asked about every kind of subject', () => {
      const { subjects } = baseline;
      expect(new Set(subjects.map(({ bins }) => bins.kind))).toEqual(
        new Set(['quantile', 'values', 'categories', 'rate', 'grid', 'sums']),
      );
      const roles = subjects.map(({ role }) => role);
      expect(roles).toEqual(expect.arrayContaining(['reconstruction error', 'features together', 'embedding']));
      const phased = subjects.some(({ profiles }) => profiles.some(({ phases }) => phases !== undefined));
      expect(phased).toBe(tick.kind === 'time');
    });

    it.each(drifts.map((drift, at) => [at, drift] as const))(
      'finds, keeps and forgets to the byte what all verdicts lead to, drift %i: %j',
      (at, drift) => {
        const ticks = [...byTick(counted(baseline, stream(100 + at, live, drift)))];
        // So large a budget that much is noted, watched and alarmed.
        const chosen = policies[at % policies.length];
        const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 2, ticks: ticks.length }, chosen);
        const judgeOf = (verdicts: 'all' | 'surprising') => new Judge({ baseline, feed: 'events', policy, verdicts });
        const [whole, quick] = [judgeOf('all'), judgeOf('surprising')];
        let [made, wanted, findings] = [0, 0, 0];
        for (const [now, profiles] of ticks) {
          const [all, some] = [whole.take(now, profiles), quick.take(now, profiles)];
          expect(JSON.stringify(some.findings)).toBe(JSON.stringify(all.findings));
          expect(quick.judgement().state).toBe(whole.judgement().state);
          const kept = new Set(some.verdicts.map(placeOf));
          const same = all.verdicts.filter((verdict) => kept.has(placeOf(verdict)));
          expect(JSON.stringify(some.verdicts)).toBe(JSON.stringify(same));
          const surprising = all.verdicts.filter(({ p_value, alpha }) => p_value <= watchLevel(alpha));
          expect(surprising.filter((verdict) => !kept.has(placeOf(verdict)))).toEqual([]);
          made += all.verdicts.length;
          wanted += some.verdicts.length;
          findings += all.findings.length;
        }
        expect(JSON.stringify(quick.finish())).toBe(JSON.stringify(whole.finish()));
        expect(wanted).toBeLessThan(at === 0 ? made / 2 : made);
        if (at > 0) expect(findings).toBeGreaterThan(0);
      },
    );
  });
});

function placeOf({ segment, subject, scale }: Verdict): string {
  return `${segment} ${subject} ${scale}`;
}

/** Numbers with and without a season, few values, texts, flags, gaps, odd values, a pair, an answer, latency and errors. */
function stream(seed: number, count: number, drift: Drift): readonly StoredEvent[] {
  const z = normal(seed);
  const u = uniform(seed + 7);
  return Array.from({ length: count }, (_, offset) => {
    const isMoved = offset >= count / 3 && offset < (2 * count) / 3;
    const { numbers = 0, scale = 1, categories = 0, gaps = 0, together = false } = isMoved ? drift : {};
    const sun = Math.sin((2 * Math.PI * offset) / (24 * perHour));
    const first = scale * z() + numbers;
    const features: InferenceEvent['features'] = {
      amount: first,
      beside: (together ? -0.8 : 0.8) * first + 0.6 * z(),
      level: z() + sun + numbers,
      rooms: Math.floor(u() * 8 + numbers),
      gap: u() < 0.02 + gaps ? null : z(),
      colour: 'abcdefgh'[Math.floor(u() * (u() < 0.3 + categories ? 3 : 8))]!,
      place: u() < 0.5 + 0.3 * sun + categories / 4 ? 'town' : 'coast',
      odd: u() < 0.01 ? 'odd' : u() < 0.003 + gaps / 9 ? Infinity : scale * z(),
      flag: u() < 0.5,
      vector: u() < gaps / 9 ? [first] : [first, z(), z()],
    };
    return eventAt(offset, {
      event_time: offset * (hourMs / perHour),
      features,
      prediction: { label: u() < 0.3 + categories ? 'yes' : 'no', score: Math.min(1, u() * scale) },
      status: u() < 0.01 + gaps / 5 ? 'error' : 'ok',
      latency_ms: Math.exp(z()),
      attributes: { region: u() < 0.4 ? 'north' : 'south' },
    });
  });
}
