import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { normal, type Random } from '@anchorwatch/scenarios';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import { run } from '../../product/run.js';
import { tempFolder } from '../../product/temp-folder.js';
import { lines } from '../../product/traffic.js';
import { answerTo, BEGINS, HEALTHY, questions } from '../../product/loan-questions.js';

interface Report {
  readonly findings: readonly {
    readonly detector: string;
    readonly subject: string;
    readonly principals: readonly string[];
    readonly raised_at: { readonly event: number };
    readonly evidence: {
      readonly questions?: { readonly level: string; readonly examples: readonly { readonly principal: string }[] };
      readonly techniques?: { readonly atlas: readonly string[] };
    };
  }[];
  readonly incidents: readonly { readonly kind: string; readonly words: string }[];
  readonly exposure: readonly { readonly principal: string; readonly fidelity: number; readonly questions: number }[];
  readonly blind: readonly { readonly detector: string; readonly reason: string }[];
}

const folder = tempFolder('compromise');
afterAll(() => folder.remove());

async function scanned(name: string, events: readonly InferenceEvent[]) {
  const [file, out] = [folder.file(`${name}.jsonl`), folder.file(`${name}.json`)];
  writeFileSync(file, lines(events));
  const ran = await run(['scan', file, '--baseline-rows', String(HEALTHY), '--json', out]);
  expect(ran.stderr).toBe('');
  const report = JSON.parse(readFileSync(out, 'utf8')) as Report;
  return { ran, report, signs: report.findings.filter(({ detector }) => detector === 'compromise') };
}

describe('who is at work on a model', () => {
  it('is nobody in ordinary traffic, and it is said who has been told how much', async () => {
    const { ran, report } = await scanned('calm', questions(1));
    expect([ran.status, report.findings]).toEqual([0, []]);
    expect(report.exposure[0]!.fidelity).toBeGreaterThan(0.8);
    expect(ran.stdout).toMatch(/Exposure:\n {2}(key|organisation) \S+ could reproduce \d+ % of the model's answers/);
  }, 120_000);

  it('is the account that asks all over the space: extraction, with its technique and questions', async () => {
    const anywhere = (_: number, random: Random) =>
      Object.fromEntries(['income', 'debt', 'age', 'years'].map((name) => [name, (random() - 0.5) * 14]));
    const { ran, report, signs } = await scanned('copy', questions(2, anywhere));
    expect(ran.status).toBe(3);
    const [first] = signs.filter(({ evidence }) => evidence.questions!.level === 'key');
    expect(first!.principals).toEqual(['mallory']);
    expect(first!.evidence.questions!.examples.every(({ principal }) => principal === 'mallory')).toBe(true);
    expect(first!.evidence.techniques!.atlas).toContain('AML.T0024.002');
    expect(first!.raised_at.event).toBeGreaterThanOrEqual(BEGINS);
    expect(first!.raised_at.event).toBeLessThan(BEGINS + 400);
    expect(signs.flatMap(({ principals }) => principals).filter((who) => who !== 'mallory')).toEqual([]);
    expect(report.incidents.map(({ kind }) => kind)).toContain('extraction');
    expect(ran.stdout).toContain('mallory asks what the model is ordinarily not asked');
  }, 120_000);

  it('is the account that takes small steps until the answer is another one: evasion', async () => {
    let at: Record<string, number> = { income: 0.4, debt: 0.3, age: 0.2, years: 0.5 };
    const walk = (_: number, random: Random) => {
      const names = Object.keys(at);
      const step = Object.fromEntries(names.map((name) => [name, at[name]! + 0.03 * normal(random)]));
      const towards = answerTo(step).label === 'yes' ? -0.06 : 0.06;
      at = Object.fromEntries(names.map((name, k) => [name, at[name]! + towards * [1, -0.7, 0.4, 0.9][k]!]));
      return step;
    };
    const { report, signs } = await scanned('walk', questions(3, walk));
    expect(signs.map(({ subject }) => subject)).toContain('near');
    expect(report.incidents.map(({ kind }) => kind)).toContain('evasion');
  }, 120_000);

  it('is whoever swapped the model: the same questions get other answers under one version', async () => {
    const swapped = questions(4).map((event, at) =>
      at < BEGINS
        ? event
        : { ...event, prediction: answerTo({ ...(event.features as Record<string, number>), debt: 0 }) },
    );
    const { report, signs } = await scanned('swap', swapped);
    const [conflict] = signs.filter(({ subject }) => subject === 'conflict');
    expect(conflict!.raised_at.event).toBeGreaterThanOrEqual(BEGINS);
    expect(conflict!.raised_at.event).toBeLessThan(BEGINS + 200);
    expect(report.incidents[0]).toMatchObject({
      kind: 'tampering',
      words: expect.stringContaining('the same questions get other answers under one version'),
    });
  }, 120_000);

  it('cannot be told where nobody is named and nothing is answered, and that is said', async () => {
    const mute = questions(5).map((event) => ({ ...event, principal: {}, prediction: {} }));
    const { report } = await scanned('mute', mute);
    const blind = new Map(report.blind.map(({ detector, reason }) => [detector, reason]));
    expect(blind.get('compromise: few')).toBe('no principals');
    expect(blind.get('compromise: margin')).toMatch(/no class probabilities/);
    expect(blind.get('compromise: conflict')).toBe('no answers');
    expect(blind.get('compromise: novel by principal')).toBe('the baseline names no principals');
    expect(report.exposure).toEqual([]);
  }, 120_000);
});
