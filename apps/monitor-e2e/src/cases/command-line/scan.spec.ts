import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type * as ajv from 'ajv';
import { run } from '../../product/run.js';
import { tempFolder } from '../../product/temp-folder.js';
import { CHANGED_AT, ROWS, writeFiles } from './files.js';

const SCHEMA = new URL('../../../../../docs/scan.schema.json', import.meta.url);
// The validator is a dependency of the playbooks, which check CACAO documents with it.
const { Ajv } = createRequire(new URL('../../../../../libs/playbooks/package.json', import.meta.url))('ajv') as {
  Ajv: new (options: object) => { compile(schema: object): ajv.ValidateFunction };
};

const folder = tempFolder('command-line-scan');
const file = (name: string) => folder.file(name);
const mapping = ['--mapping', file('mapping.yaml')];

beforeAll(() => writeFiles(folder));
afterAll(() => folder.remove());

describe('scan', () => {
  it.each(['csv', 'csv.gz', 'jsonl', 'jsonl.gz', 'parquet'])(
    'finds the fault in a %s file, and its JSON is as the schema says',
    async (extension) => {
      const words = extension.startsWith('jsonl') ? [] : mapping;
      const ran = await run(['scan', file(`changed.${extension}`), ...words, '--json', file('out.json')]);
      expect([ran.status, ran.stderr]).toEqual([3, '']);
      expect(ran.stdout).toMatch(/amount/);
      const out = valid(file('out.json'));
      expect(out.events).toBe(ROWS);
      const alarm = out.findings.find(({ subject, tier }) => subject === 'amount' && tier === 'alarm')!;
      expect(alarm.raised_at.event).toBeGreaterThanOrEqual(CHANGED_AT);
      expect(alarm.raised_at.event).toBeLessThan(CHANGED_AT + 200);
      expect(out.findings.filter(({ raised_at }) => raised_at.event < CHANGED_AT)).toEqual([]);
      expect(alarm.evidence.moved[0]!.psi).toBeGreaterThan(0);
      expect(out.incidents).toHaveLength(1);
      expect(out.incidents[0]!.findings).toContain(alarm.id);
    },
    60_000,
  );

  it('finds nothing in a calm file', async () => {
    const ran = await run(['scan', file('calm.csv'), ...mapping, '--json', file('calm.json')]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('Nothing found.');
    expect(valid(file('calm.json'))).toMatchObject({ events: ROWS, rejected: [], findings: [], incidents: [] });
  }, 60_000);

  it('needs no mapping, and then counts in rows', async () => {
    const ran = await run(['scan', file('changed.csv'), '--json', file('rows.json')]);
    expect(ran.status).toBe(3);
    const [finding] = valid(file('rows.json')).findings;
    expect(typeof finding!.raised_at.time).toBe('number');
  }, 60_000);

  it('takes every choice of baseline, tick and budget', async () => {
    const choices = [
      ['--baseline', file('calm.csv'), '--tick', '100'],
      ['--baseline-rows', '3000', '--tick', '5m', '--alarms-per-week', '1'],
      ['--baseline-until', '2001-01-01T01:00:00Z', '--alarms-per-scan', '0.01'],
    ];
    for (const words of choices) {
      const ran = await run(['scan', file('changed.csv'), ...mapping, ...words, '--json', file('choice.json')]);
      expect({ words, status: ran.status, stderr: ran.stderr }).toEqual({ words, status: 3, stderr: '' });
      expect(valid(file('choice.json')).findings.some(({ subject }) => subject === 'amount')).toBe(true);
    }
  }, 120_000);

  it('lets classic detectors speak beside the engine without changing what it finds', async () => {
    const words = ['scan', file('changed.csv'), ...mapping, '--json', file('classic.json')];
    await run(words);
    const alone = valid(file('classic.json'));
    const ran = await run([...words, '--classic', 'adwin,kswin,ddm']);
    expect([ran.status, ran.stderr]).toEqual([3, '']);
    expect(ran.stdout).toContain('Classic detectors (outside the budget, not findings):');
    expect(ran.stdout).toContain('classic ddm: no event has both a predicted label and its truth');
    const beside = valid(file('classic.json'));
    expect([beside.findings, beside.incidents]).toEqual([alone.findings, alone.incidents]);
    expect(alone.classic).toBeUndefined();
    const rise = beside.classic!.find(
      ({ detector, subject, event }) => detector === 'adwin' && subject === 'amount' && event >= CHANGED_AT,
    )!;
    expect(rise.event).toBeLessThan(CHANGED_AT + 200);
  }, 60_000);

  it('names broken rows and goes on with the rest', async () => {
    const ran = await run(['scan', file('broken-rows.csv'), ...mapping, '--json', file('broken.json')]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    const { events, rejected } = valid(file('broken.json'));
    expect(events).toBe(ROWS - 2);
    expect(rejected.map(({ row }) => row)).toEqual([100, 200]);
    expect(rejected[0]!.field).toBe('time');
    expect(ran.stdout).toContain('2 rows rejected, the first: row 100: time');
  }, 60_000);

  it.each([
    ['--tick', ['--tick', 'often']],
    ['--tick', ['--tick', '0']],
    ['--tick', ['--tick', '-5']],
    ['--baseline-rows', ['--baseline-rows', 'some']],
    ['--baseline-rows', ['--baseline-rows', '0']],
    ['--baseline-rows', ['--baseline-rows', '1000000']],
    ['--baseline-until', ['--baseline-until', 'yesterday']],
    ['--baseline-until', ['--baseline-until', '1999-01-01T00:00:00Z']],
    ['--alarms-per-scan', ['--alarms-per-scan', 'few']],
    ['--alarms-per-scan', ['--alarms-per-scan', '-1']],
    ['--alarms-per-week', ['--alarms-per-week', 'NaN']],
    ['--alarms-per-week', ['--alarms-per-week', '1', '--alarms-per-scan', '1']],
    ['--classic', ['--classic', 'tarot']],
    ['--baseline', ['--baseline', 'nowhere.csv']],
    ['--baseline', ['--baseline', 'x.csv', '--baseline-rows', '5']],
    ['--labels', ['--labels', 'nowhere.csv']],
    ['--mapping', ['--mapping', 'nowhere.yaml']],
    ['--nonsense', ['--nonsense']],
  ])(
    'refuses a wrong %s: %j',
    async (option, words) => {
      const ran = await run(['scan', file('calm.csv'), ...mapping, ...words]);
      expect({
        status: ran.status,
        named: ran.stderr.includes(option) || ran.stderr.includes(words[1] ?? option),
      }).toEqual({
        status: 2,
        named: true,
      });
      expect(ran.stderr).not.toMatch(/\n\s+at /);
    },
    60_000,
  );

  it('says every wrong option at once', async () => {
    const ran = await run(['scan', file('calm.csv'), '--tick', 'x', '--baseline-rows', 'y', '--alarms-per-scan', 'z']);
    expect(ran.status).toBe(2);
    for (const option of ['--tick', '--baseline-rows', '--alarms-per-scan']) expect(ran.stderr).toContain(option);
  }, 60_000);

  it.each([
    ['that is not there', 'nowhere.csv', /nowhere\.csv: cannot be (opened|read)/],
    ['that is empty', 'empty.csv', /empty\.csv.*has no rows/],
    ['that has only a heading', 'heading.csv', /heading\.csv/],
    ['of random bytes', 'garbage.csv', /garbage\.csv.*no UTF-8 text/],
    ['that only begins like gzip', 'garbage.gz', /garbage\.gz.*cannot be unpacked/],
    ['that only begins like Parquet', 'garbage.parquet', /garbage\.parquet/],
    ['that is a folder', '.', /cannot be read/],
  ])(
    'refuses a file %s',
    async (_, name, words) => {
      const ran = await run(['scan', file(name)]);
      expect([ran.status, ran.stdout]).toEqual([2, '']);
      expect(ran.stderr).toMatch(words);
      expect(ran.stderr).not.toMatch(/\n\s+at /);
    },
    60_000,
  );
});

interface ScanOut {
  readonly events: number;
  readonly rejected: readonly { readonly row: number; readonly field: string; readonly reason: string }[];
  readonly findings: readonly {
    readonly id: string;
    readonly subject: string;
    readonly tier: string;
    readonly raised_at: { readonly event: number; readonly time: string | number };
    readonly evidence: { readonly moved: readonly { readonly bin: string; readonly psi: number }[] };
  }[];
  readonly incidents: readonly { readonly id: string; readonly findings: readonly string[] }[];
  readonly classic?: readonly { readonly detector: string; readonly subject: string; readonly event: number }[];
}

const validate = new Ajv({ strict: true, allErrors: true, strictRequired: false, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

function valid(path: string): ScanOut {
  const out = JSON.parse(readFileSync(path, 'utf8')) as ScanOut;
  if (!validate(out)) throw new Error(`${path} is not as the schema says: ${JSON.stringify(validate.errors, null, 1)}`);
  return out;
}
