import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Random } from '@anchorwatch/scenarios';
import { labelLines, loanLabels, otherThan, turnedBy, type Said } from '../../product/loan-labels.js';
import { run } from '../../product/run.js';
import { tempFolder } from '../../product/temp-folder.js';
import { lines } from '../../product/traffic.js';
import { HEALTHY, questions } from '../../product/loan-questions.js';

interface Report {
  readonly findings: readonly {
    readonly kind: string;
    readonly subject: string;
    readonly principals: readonly string[];
    readonly raised_at: { readonly event: number };
    readonly evidence: { readonly questions?: { readonly level: string } };
  }[];
  readonly incidents: readonly { readonly kind: string; readonly words: string }[];
  readonly label_sources: readonly {
    readonly source: string;
    readonly suspected: boolean;
    readonly smallest_flip_rate_found: number | null;
  }[];
  readonly blind: readonly { readonly detector: string; readonly reason: string }[];
}

const folder = tempFolder('feedback');
afterAll(() => folder.remove());

async function scanned(name: string, seed: number, said: Said) {
  const [events, labels, out] = ['.jsonl', '-labels.jsonl', '.json'].map((end) => folder.file(`${name}${end}`));
  writeFileSync(events!, lines(questions(seed)));
  writeFileSync(labels!, labelLines(loanLabels(seed, said)));
  const ran = await run(['scan', events!, '--labels', labels!, '--baseline-rows', String(HEALTHY), '--json', out!]);
  expect(ran.stderr).toBe('');
  const report = JSON.parse(readFileSync(out!, 'utf8')) as Report;
  return { ran, report, poisoned: report.findings.filter(({ kind }) => kind === 'poisoning') };
}

describe('labels as they come in', () => {
  it('are poisoned by the desk that turns three of ten: it is named, and nobody else', async () => {
    const { ran, report, poisoned } = await scanned('flips', 11, turnedBy('desk-3', HEALTHY));
    expect(ran.status).toBe(3);
    expect(new Set(poisoned.flatMap(({ principals }) => principals))).toEqual(new Set(['desk-3']));
    expect(poisoned[0]!.evidence.questions!.level).toBe('source');
    expect(report.incidents).toContainEqual(expect.objectContaining({ kind: 'poisoning' }));
    expect(ran.stdout).toContain('desk-3 gives labels that contradict those of others');
    expect(ran.stdout).toMatch(/Sources of labels:\n! desk-3: /);
  }, 120_000);

  it('are nobody’s poison when every desk labels otherwise: that is drift', async () => {
    const drift = (_: string, at: number, truth: string, random: Random) =>
      at >= HEALTHY && random() < 0.2 ? otherThan(truth) : truth;
    const { report, poisoned } = await scanned('drift', 12, drift);
    expect(poisoned.flatMap(({ principals }) => principals)).toEqual([]);
    expect(report.incidents.map(({ kind }) => kind)).toEqual(['concept drift']);
  }, 120_000);

  it('are said to be clean with what would have been found', async () => {
    const { report, poisoned } = await scanned('clean', 13, (_, __, truth) => truth);
    expect(poisoned).toEqual([]);
    expect(report.label_sources).toHaveLength(10);
    for (const { suspected, smallest_flip_rate_found: smallest } of report.label_sources) {
      expect(suspected).toBe(false);
      expect(smallest).toBeGreaterThan(0.02);
    }
    expect(report.blind.map(({ detector }) => detector)).toContain('poisoning: far');
  }, 120_000);
});
