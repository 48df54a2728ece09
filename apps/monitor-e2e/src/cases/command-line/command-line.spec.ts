import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../product/run.js';
import { tempFolder } from '../../product/temp-folder.js';
import { ROWS, writeFiles } from './files.js';

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
