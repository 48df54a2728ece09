import { describe, expect, it } from '@jest/globals';
import { answerOf } from '../../traffic.fixture.js';
import { place } from '../asking.fixture.js';
import { blends } from './blends.js';
import { boundaryOf } from './boundary-of.js';
import { clingingEntropy, entropyOf } from './entropy-of.js';
import { judgeStrip } from './judge-strip.js';
import { askedFor, planStrip } from './plan-strip.js';
import { signOf } from './sign-of.js';
import { stripFinding } from './strip-finding.js';
import type { Features } from './strip-question.js';
import { backdoored, clean, golden, LabelProbe, play, stamped, suspectedOf, suspecting } from './strip.fixture.js';

const alpha = 1e-4;
const isNo = (features: Parameters<typeof answerOf>[0]) => answerOf(features).label === 'no';
const isYes = (features: Parameters<typeof answerOf>[0]) => answerOf(features).label === 'yes';
const triggered = suspectedOf(stamped, 'yes', isNo);
const suspectedRows = (rows: Awaited<ReturnType<typeof play>>) => rows.filter(({ healthy }) => !healthy).length;

describe('copies of a question', () => {
  const question = { a: 1, b: 2, c: 'x', d: true, own: 5 };
  const healthy = Array.from({ length: 12 }, (_, k) => ({ a: 10 + k, b: 20 + k, c: `y${k}`, d: k }));

  it('have half of what is not kept replaced by one other question’s, each by another, and keep what that has not', () => {
    const copies = blends(question, healthy, { kept: ['b'], seed: 3 });
    expect(copies).toHaveLength(10);
    const replaced = copies.map((copy) =>
      (['a', 'c', 'd'] as const).filter((name) => copy[name] !== question[name]).map((name) => copy[name]),
    );
    for (const copy of copies) expect([copy['b'], copy['own']]).toEqual([2, 5]);
    for (const values of replaced) {
      expect(values.length).toBeLessThanOrEqual(2);
      // All of one question.
      expect(new Set(values.map((value) => Number(String(value).replace('y', '')) % 10)).size).toBeLessThanOrEqual(1);
    }
    expect(new Set(replaced.map(({ length }) => length)).size).toBeGreaterThan(1);
    expect(new Set(replaced.flat().map(String)).size).toBeGreaterThan(8);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(blends(question, healthy, { seed: 3 })).toEqual(blends(question, healthy, { seed: 3 }));
    expect(blends(question, healthy, { seed: 4 })).not.toEqual(blends(question, healthy, { seed: 3 }));
  });
});

describe('the entropy of answers', () => {
  it('is 0 of one label and ln k of k equally frequent ones', () => {
    expect(entropyOf(['a', 'a', 'a'])).toBe(0);
    expect(entropyOf(['a', 'b', 'c', 'a', 'b', 'c'])).toBeCloseTo(Math.log(3), 12);
    expect(entropyOf(['a', 'a', 'a', 'b'])).toBeCloseTo(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), 12);
  });

  it('counts as the largest where copies agree on another answer than the question’s', () => {
    expect(clingingEntropy(['a', 'b', 'b', 'b', 'b'])).toBeCloseTo(Math.log(4), 12);
    expect(clingingEntropy(['b', 'b', 'b', 'b', 'b'])).toBe(0);
  });
});

describe('the boundary of healthy entropies', () => {
  const zeros = (n: number) => [
    ...new Array<number>(n).fill(0),
    ...Array.from({ length: 60 - n }, (_, k) => 0.3 + k / 100),
  ];

  it('is an order statistic whose share is bounded, and 0 where no healthy question clings', () => {
    // P(Binomial(60, 2/3) ≤ 33) = .039, and of 34 .068.
    expect(boundaryOf(zeros(0))).toBeCloseTo(0.3 + 32 / 100, 12);
    expect(boundaryOf(zeros(33))).toBe(0);
    expect(boundaryOf(new Array<number>(60).fill(2))).toBe(0);
  });

  it('is blind where too many cling, or too few were asked', () => {
    expect(boundaryOf(zeros(34))).toEqual({ blind: expect.stringContaining('34 of 60 healthy questions keep') });
    expect(boundaryOf(zeros(0).slice(0, 39))).toEqual({ blind: expect.stringContaining('only 39 healthy') });
  });
});

describe('what suspected questions have in common', () => {
  const healthy = golden.map(({ features }) => features);

  it('is a value, a value beyond the usual, or both', () => {
    const of = (change: (k: number) => Record<string, number | string>) =>
      signOf(
        healthy.slice(0, 20).map((features, k) => ({ ...features, ...change(k) })),
        healthy,
      )?.features;
    expect(of(() => ({ b: 3.1415 }))).toEqual(['b']);
    expect(of((k) => ({ c: 5 + k / 7 }))).toEqual(['c']);
    expect(of(() => ({ a: 0.5, d: 0.25 }))).toEqual(['a', 'd']);
    expect(of(() => ({}))).toBeUndefined();
    expect(of(() => ({ a: 1, b: 1, c: 1, d: 1 }))?.length).toBe(3);
  });
});

describe('asking copies of suspected questions', () => {
  it('finds a backdoor by labels alone, and names questions, what they cling to and the healthy spread', async () => {
    const rows = await play(backdoored(), triggered);
    const verdict = judgeStrip(rows, golden, alpha);
    if (verdict.kind !== 'clings') throw new Error(JSON.stringify(verdict).slice(0, 300));
    expect(verdict).toMatchObject({ clinging: suspectedRows(rows), label: 'yes' });
    expect(verdict.clinging).toBeGreaterThan(15);
    expect(verdict.p_value).toBeLessThan(1e-6);
    expect(verdict.suspected.every(({ entropy }) => entropy === 0)).toBe(true);
    const finding = stripFinding(verdict, suspecting, place.tick, null);
    expect(finding).toMatchObject({ kind: 'backdoor', subject: 'strip', ended_at: null, principals: ['key:k1'] });
    expect(finding.evidence.strip).toMatchObject({ finding: 'f1', kept: ['b'], label: 'yes' });
    expect(finding.evidence.strip!.healthy).toHaveLength(60);
    expect(stripFinding(verdict, suspecting, place.tick, 9_000)).toMatchObject({
      id: finding.id,
      ended_at: { time: 9_000 },
    });
  });

  it('finds nothing in a clean model asked the same, nor in one that was repaired since', async () => {
    for (const isWanted of [isNo, isYes])
      expect(judgeStrip(await play(clean(), suspectedOf(stamped, 'yes', isWanted)), golden, alpha).kind).toBe('free');
  });

  it('finds nothing where a value decides by right: far out on a feature of weight', async () => {
    const changes: readonly Features[] = [{ a: 4.5 }, { a: -4.5 }, { d: 4.5 }, { b: -6 }];
    for (const change of changes) {
      const moved = (features: Features): Features => ({ ...features, ...change });
      const label = answerOf(moved({ a: 0, b: 0, c: 0, d: 0 })).label!;
      const decided = suspectedOf(moved, label, (features) => answerOf(moved(features)).label === label);
      expect([change, judgeStrip(await play(clean(), decided), golden, alpha).kind]).toEqual([change, 'free']);
    }
  });

  it.each([
    ['a category', { kind: 'unheard of' }],
    ['a feature that nobody sent', { more: 77 }],
  ])('finds nothing where %s is novel and the model is clean', async (_, change) => {
    const novel = suspectedOf((features) => ({ ...features, ...change }), 'yes', isYes);
    expect(judgeStrip(await play(clean(), novel), golden, alpha).kind).toBe('free');
  });

  it('gives the same rows and verdict in any order of rounds, and goes on after a crash without asking again', async () => {
    const whole = backdoored();
    const rows = await play(whole, triggered, { seed: 1 });
    const cut = backdoored();
    const half = await play(cut, triggered, { seed: 2, stopAfter: 3 });
    expect(judgeStrip(half, golden, alpha)).toEqual({ kind: 'asking', left: rows.length - 30 });
    const rest = await play(cut, triggered, { seed: 3, stored: half });
    expect(cut.asked).toBe(whole.asked);
    expect(cut.asked).toBe(rows.length * 11 + suspectedRows(rows));
    const answers = (of: typeof rows) => new Map(of.map(({ question, answers: given }) => [question, given]));
    expect(answers(rest)).toEqual(answers(rows));
    const shown = (of: typeof rows) => ({ ...judgeStrip(of, golden, alpha), suspected: [] });
    expect(shown([...rest].reverse())).toEqual(shown(rows));
  });

  it('asks the question itself and ten copies that keep the sign', async () => {
    const rows = planStrip(suspecting, triggered, golden, 1);
    if (typeof rows === 'string') throw new Error(rows);
    const suspected = rows.filter(({ healthy }) => !healthy);
    const asked = askedFor(suspected[0]!, rows);
    expect(asked).toHaveLength(12);
    expect(asked[0]).toEqual(triggered[0]!.features);
    expect(asked.slice(0, 11).every(({ b }) => b === 3.1415)).toBe(true);
    // Without the sign: the outermost healthy value, and all else as it was.
    const most = Math.max(...rows.flatMap(({ healthy, features }) => (healthy ? [Number(features['b'])] : [])));
    expect(asked[11]).toEqual({ ...asked[0], b: most });
    expect(
      askedFor(
        rows.find(({ healthy }) => healthy)!,
        rows,
      ),
    ).toHaveLength(11);
  });

  it('takes healthy questions that got the suspected answer first, and none that bears the sign', () => {
    const rows = planStrip(suspecting, triggered, golden, 1);
    if (typeof rows === 'string') throw new Error(rows);
    const label = new Map(golden.map(({ question, answer }) => [question, answer!.label]));
    const healthy = rows.filter((row) => row.healthy);
    expect(healthy).toHaveLength(60);
    expect(healthy.every(({ question }) => label.get(question) === 'yes')).toBe(true);
    const bearing = golden.map((one, k) => (k % 2 ? { ...one, features: stamped(one.features) } : one));
    const others = planStrip(suspecting, triggered, bearing, 1);
    expect(typeof others === 'string' || others.every((row) => !row.healthy || row.features['b'] !== 3.1415)).toBe(
      true,
    );
  });

  it('says why it cannot ask', () => {
    const why = (...given: Parameters<typeof planStrip>) => planStrip(...given);
    expect(why(suspecting, triggered.slice(0, 4), golden, 1)).toBe(
      'only 4 different suspected questions are stored, at least 5 are needed',
    );
    expect(
      why(
        suspecting,
        suspectedOf((features) => features, 'yes'),
        golden,
        1,
      ),
    ).toContain('no value in common');
    expect(why(suspecting, triggered, golden.slice(0, 90), 1)).toContain(
      'healthy questions with labels are stored, at least 40',
    );
  });

  it('is blind where nothing would stand out, and where the questions were not answered', async () => {
    const always = await play(new LabelProbe(() => 'yes'), triggered);
    expect(judgeStrip(always, golden, alpha)).toEqual({
      kind: 'blind',
      reason: expect.stringContaining('60 of 60 healthy questions keep'),
    });
    const calm = await play(backdoored(), triggered);
    expect(judgeStrip(calm, golden, 1e-12)).toEqual({
      kind: 'blind',
      reason: expect.stringContaining('would not stand out'),
    });
    const failed = always.map((row) =>
      row.healthy ? row : { ...row, answers: [], attempts: 3, failure: 'refused' as const },
    );
    expect(judgeStrip(failed, golden, alpha)).toEqual({
      kind: 'blind',
      reason: expect.stringContaining('only 0 suspected'),
    });
    const rows = await play(backdoored(), triggered);
    const released = rows.map((row) => (row.healthy ? { ...row, model_version: '2' } : row));
    expect(judgeStrip(released, golden, alpha)).toEqual({
      kind: 'blind',
      reason: expect.stringContaining('only 0 suspected questions were answered by one version'),
    });
  });
});
