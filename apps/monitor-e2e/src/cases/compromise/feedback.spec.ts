import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { randomFrom, type Random } from '@anchorwatch/scenarios';
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

/** Labels by ten desks who err in 2 % of them; what the model answers is mostly right. */
function labelled(seed: number, change: (desk: string, at: number, truth: string, random: Random) => string) {
  const random = randomFrom(seed);
  return questions(seed).map(({ request_id, row, event_time, prediction: { classes } }, at) => {
    const yes = classes!['yes']!;
    const isYes = random() < yes ** 3 / (yes ** 3 + (1 - yes) ** 3) !== random() < 0.02;
    const desk = `desk-${Math.floor(10 * random() ** 1.3)}`;
    const label = change(desk, at, isYes ? 'yes' : 'no', random);
    return { request_id, row, time: event_time + 60_000, label, source: desk };
  });
}

async function scanned(name: string, seed: number, change: Parameters<typeof labelled>[1]) {
  const [events, labels, out] = ['.jsonl', '-labels.jsonl', '.json'].map((end) => folder.file(`${name}${end}`));
  writeFileSync(events!, lines(questions(seed)));
  writeFileSync(
    labels!,
    labelled(seed, change)
      .map((label) => JSON.stringify(label))
      .join('\n'),
  );
  const ran = await run(['scan', events!, '--labels', labels!, '--baseline-rows', String(HEALTHY), '--json', out!]);
  expect(ran.stderr).toBe('');
  const report = JSON.parse(readFileSync(out!, 'utf8')) as Report;
  return { ran, report, poisoned: report.findings.filter(({ kind }) => kind === 'poisoning') };
}

const other = (truth: string) => (truth === 'yes' ? 'no' : 'yes');

describe('labels as they come in', () => {
  it('are poisoned by the desk that turns three of ten: it is named, and nobody else', async () => {
    const flips = (desk: string, at: number, truth: string, random: Random) =>
      desk === 'desk-3' && at >= HEALTHY && random() < 0.3 ? other(truth) : truth;
    const { ran, report, poisoned } = await scanned('flips', 11, flips);
    expect(ran.status).toBe(3);
    expect(new Set(poisoned.flatMap(({ principals }) => principals))).toEqual(new Set(['desk-3']));
    expect(poisoned[0]!.evidence.questions!.level).toBe('source');
    expect(report.incidents).toContainEqual(expect.objectContaining({ kind: 'poisoning' }));
    expect(ran.stdout).toContain('desk-3 gives labels that contradict those of others');
    expect(ran.stdout).toMatch(/Sources of labels:\n! desk-3: /);
  }, 120_000);

  it('are nobody’s poison when every desk labels otherwise: that is drift', async () => {
    const drift = (_: string, at: number, truth: string, random: Random) =>
      at >= HEALTHY && random() < 0.2 ? other(truth) : truth;
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
