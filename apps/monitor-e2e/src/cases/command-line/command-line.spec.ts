import { readFileSync, writeFileSync } from 'node:fs';
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

const folder = tempFolder('command-line');
const file = (name: string) => folder.file(name);
const mapping = ['--mapping', file('mapping.yaml')];

beforeAll(() => writeFiles(folder));
afterAll(() => folder.remove());

describe('check-config', () => {
  it('prints what is in force, secrets hidden', async () => {
    writeFileSync(
      file('good.yaml'),
      'detection:\n  tick: 5m\nrespond:\n  secrets:\n    token: tell-nobody-this\nintake:\n  principal_secret: tell-nobody-this-either\n',
    );
    const ran = await run(['check-config', '--config', file('good.yaml')], { ANCHORWATCH_HTTP_PORT: '9999' });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(ran.stdout).toMatch(/port: 9999/);
    expect(ran.stdout).toMatch(/tick: 300000/);
    expect(ran.stdout).not.toContain('tell-nobody');
  }, 60_000);

  it('names every problem at once, each with its place', async () => {
    writeFileSync(
      file('bad.yaml'),
      'rolls: [ingest]\nhttp:\n  port: 70000\n  host: 0.0.0.0\ndetection:\n  tick: soon\nstore:\n  database: default\n',
    );
    const ran = await run(['check-config', '--config', file('bad.yaml')], {
      ANCHORWATCH_LOG_LEVEL: 'loud',
      ANCHORWATCH_STORE_PASSWORT: 'x',
    });
    expect(ran.status).toBe(2);
    const places = [
      'rolls',
      'http.port',
      'detection.tick',
      'store.database',
      'ANCHORWATCH_LOG_LEVEL',
      'ANCHORWATCH_STORE_PASSWORT',
    ];
    expect(places.filter((place) => !ran.stderr.includes(place))).toEqual([]);
  }, 60_000);

  it('says so when the file is not there, or no YAML', async () => {
    writeFileSync(file('no.yaml'), 'a: [');
    const ran = await Promise.all([
      run(['check-config', '--config', file('nowhere.yaml')]),
      run(['check-config', '--config', file('no.yaml')]),
    ]);
    expect(ran.map(({ status }) => status)).toEqual([2, 2]);
    expect(ran[0]!.stderr).toMatch(/nowhere\.yaml: cannot be read/);
    expect(ran[1]!.stderr).toMatch(/no\.yaml: is not YAML/);
  }, 60_000);
});

describe('migrate', () => {
  it('brings a store up to date, and finds nothing to do the second time', async () => {
    const env = { ANCHORWATCH_DATA_DIR: file('migrated') };
    const first = await run(['migrate'], env);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(/^applied /);
    expect(await run(['migrate'], env)).toEqual({ status: 0, stdout: 'the store is up to date\n', stderr: '' });
  }, 60_000);
});

describe('baseline', () => {
  it('freezes a table into a baseline, the same every time', async () => {
    const words = ['baseline', file('calm.csv'), '-m', 'fraud', ...mapping];
    const first = await run(words, { ANCHORWATCH_DATA_DIR: file('baselines') });
    const again = await run([...words, '--promote'], { ANCHORWATCH_DATA_DIR: file('baselines') });
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(new RegExp(`^baseline [0-9a-f]{64}: ${ROWS} events`));
    expect(again.stdout.split('\n')[0]).toBe(first.stdout.split('\n')[0]);
    expect(again.stdout).toContain('in force');
  }, 60_000);

  it.each([
    ['a tick that is none', ['--tick', 'soon'], '--tick'],
    ['a tick too short', ['--tick', '1ms'], '--tick'],
    ['a mapping that is not there', ['--mapping', 'nowhere.yaml'], '--mapping'],
  ])(
    'refuses %s',
    async (_, words, named) => {
      const ran = await run(['baseline', file('calm.csv'), '-m', 'fraud', ...mapping, ...words]);
      expect([ran.status, ran.stderr.includes(named)]).toEqual([2, true]);
    },
    60_000,
  );
});

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

describe('self-test', () => {
  it('finds what it does to a calm file, raises nothing where nothing was done, and says it twice alike', async () => {
    const words = ['self-test', file('calm.csv'), ...mapping, '--resamples', '2', '--events', '1000'];
    const ran = await run([...words, '--json', file('self-test.json')]);
    expect(ran.stderr).toBe('');
    const report = JSON.parse(readFileSync(file('self-test.json'), 'utf8')) as {
      control: { alarms: number; resamples: number };
      injections: { name: string; found: boolean }[];
    };
    expect(report.control).toMatchObject({ resamples: 2, alarms: 0 });
    const missed = report.injections.filter(({ found }) => !found);
    expect(ran.status).toBe(missed.length > 0 ? 3 : 0);
    expect(report.injections.filter(({ name }) => name.includes('+ 2 sd')).every(({ found }) => found)).toBe(true);
    expect((await run(words)).stdout).toBe(ran.stdout);
  }, 120_000);

  it.each([
    [[], 'name a file'],
    [['calm.csv', '--model', 'm'], 'name a file'],
    [['calm.csv', '--seed', 'x'], '--seed'],
    [['calm.csv', '--resamples', '-1'], '--resamples'],
  ])(
    'names what is wrong in %j',
    async (words, expected) => {
      const ran = await run(['self-test', ...words]);
      expect([ran.status, ran.stdout]).toEqual([2, '']);
      expect(ran.stderr).toContain(expected);
    },
    60_000,
  );
});

describe('help', () => {
  it.each(['serve', 'check-config', 'migrate', 'baseline', 'replay', 'scan', 'self-test'])(
    'is there for %s',
    async (command) => {
      const ran = await run([command, '--help']);
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      expect(ran.stdout).toContain(`Usage: anchorwatch ${command}`);
    },
    60_000,
  );

  it('is offered to whoever says something unknown', async () => {
    const ran = await run(['launch']);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toMatch(/unknown command 'launch'/);
    expect((await run([])).status).toBe(2);
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  }, 60_000);
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

describe('compare', () => {
  it('sets two files side by side: what moved comes first, and the exit status says whether anything did', async () => {
    const words = ['compare', file('calm.csv'), file('changed.csv'), ...mapping, '--json', file('compared.json')];
    const ran = await run(words);
    expect([ran.status, ran.stderr]).toEqual([3, '']);
    expect(ran.stdout).toMatch(/^≠ {2}amount/m);
    const compared = JSON.parse(readFileSync(file('compared.json'), 'utf8'));
    expect(compared).toMatchObject({ different: true, a: { events: ROWS }, b: { events: ROWS } });
    expect(compared.subjects[0]).toMatchObject({ subject: 'amount', different: true });
    const same = await run(['compare', file('calm.csv'), file('calm.csv'), ...mapping]);
    expect([same.status, same.stderr]).toEqual([0, '']);
    expect(same.stdout).toContain('Alike');
  }, 60_000);

  it.each([
    ['a file that is not there', ['nowhere.csv', 'nowhere.csv'], 'nowhere.csv'],
    ['a window without a model', ['1..2', '2..3'], '--model'],
    ['a window that is none', ['1..2', 'soon', '--model', 'm'], 'B: expected'],
    ['a budget that is none', ['a', 'b', '--alarms', 'few'], '--alarms'],
  ])(
    'refuses %s',
    async (_, words, named) => {
      const ran = await run(['compare', ...words], { ANCHORWATCH_DATA_DIR: file('compared') });
      expect([ran.status, ran.stderr.includes(named)]).toEqual([2, true]);
    },
    60_000,
  );
});

describe('what-if', () => {
  it.each([
    ['a time that is none', ['--from', 'soon', '--to', '2'], '--from'],
    ['a stretch that ends before it begins', ['--from', '2', '--to', '1'], '--to'],
    ['a budget that is none', ['--from', '1', '--to', '2', '--alarms-per-week', 'few'], '--alarms-per-week'],
    ['a budget without end', ['--from', '1', '--to', '2', '--alarms-per-week', '10001'], '--alarms-per-week'],
    ['a model without a baseline', ['--from', '1', '--to', '2'], '--model'],
  ])(
    'refuses %s',
    async (_, words, named) => {
      const ran = await run(['what-if', '--model', 'm', ...words], { ANCHORWATCH_DATA_DIR: file('history') });
      expect([ran.status, ran.stderr.includes(named)]).toEqual([2, true]);
    },
    60_000,
  );
});
