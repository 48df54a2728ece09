import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../product/run.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';

const folder = tempFolder('atlas');
const file = (name: string) => folder.file(name);
const SHIPPED = fileURLToPath(new URL('../../../../../deploy/taxonomies/atlas.json', import.meta.url));
const json = <Of>(name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as Of;

/** A release in format 6 in which one technique of ours is left, under another name. */
const release = `format-version: 6.0.0
collection: {id: ATLAS-collection, version: '2027.01'}
tactics:
  AML.TA0007: {id: AML.TA0007, name: Defense Evasion}
techniques:
  AML.T0015: {id: AML.T0015, name: Fool AI Model, maturity: Realized}
mitigations:
  AML.M0003: {id: AML.M0003, name: Predictive AI Model Hardening}
relationships:
  AML.T0015:
    achieves: [{source: AML.T0015, target: AML.TA0007, relationship-type: achieves}]
  AML.M0003:
    mitigates: [{source: AML.M0003, target: AML.T0015, relationship-type: mitigates}]
`;

beforeAll(() => {
  writeFileSync(file('ATLAS-2027.01.yaml'), release);
  writeFileSync(file('monitor.yaml'), `compromise:\n  atlas_file: ${file('atlas.json')}\n`);
});
afterAll(() => folder.remove());

interface Catalogue {
  readonly atlas: { readonly content_version: string };
  readonly detectors: readonly { readonly name: string; readonly atlas: readonly { id: string; name: string }[] }[];
}

const nearOf = ({ detectors }: Catalogue) => detectors.find(({ name }) => name === 'near')!.atlas;

describe('atlas list', () => {
  it('says of every bit what it is a sign of, by name', async () => {
    const ran = await run(['atlas', 'list', '--json', file('list.json')]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(/^near \(linkage\): questions that lie nearer/m);
    expect(ran.stdout).toContain('AML.T0024.002 Exfiltration via AI Inference API: Extract AI Model (Exfiltration');
    expect(ran.stdout).not.toContain('(unknown)');
    expect(nearOf(json('list.json'))[1]).toMatchObject({ id: 'AML.T0015', name: 'Evade AI Model' });
  }, 60_000);
});

describe('atlas update', () => {
  it('says that what is in force changes nothing', async () => {
    const ran = await run(['atlas', 'update', '--from', SHIPPED]);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(ran.stdout).toContain('nothing changes');
  }, 60_000);

  it('says what a release changes for us, and writes the file that a server then answers from', async () => {
    const from = ['atlas', 'update', '--from', file('ATLAS-2027.01.yaml')];
    const ran = await run([...from, '--write', file('atlas.json'), '--json', file('update.json')]);
    expect([ran.status, ran.stderr]).toEqual([3, '']);
    expect(ran.stdout).toContain('ATLAS 2026.09 -> 2027.01: changes for');
    expect(ran.stdout).toMatch(/AML\.T0015 \(.*near.*\): Evade AI Model is called Fool AI Model/);
    expect(ran.stdout).toMatch(/AML\.T0024\.002 \(.*novel.*\): .* is gone/);
    expect(ran.stdout).toContain(`wrote ${file('atlas.json')}: 1 technique of ATLAS 2027.01`);
    expect(json('update.json')).toMatchObject({ from: '2026.09', to: '2027.01', changed: true });
    const server = await Server.start({ dataDir: file('data'), config: file('monitor.yaml') });
    try {
      const { body } = await server.client().ask<Catalogue>('GET', '/detectors');
      expect(body.atlas.content_version).toBe('2027.01');
      expect(nearOf(body).map(({ name }) => name)).toEqual(['', 'Fool AI Model']);
    } finally {
      await server.kill();
    }
  }, 60_000);

  it.each([
    ['no file', ['atlas', 'update'], /--from/],
    ['a file that is not there', ['atlas', 'update', '--from', 'nowhere.yaml'], /nowhere\.yaml: cannot be read/],
    ['a file of something else', ['atlas', 'update', '--from', file('monitor.yaml')], /monitor\.yaml: expected ATLAS/],
    ['writing over what is read', ['atlas', 'update', '--from', 'a.yaml', '--write', './a.yaml'], /--write/],
    ['another command', ['atlas', 'upgrade'], /unknown command 'upgrade'/],
  ])('refuses %s', async (_, words, named) => {
    const ran = await run(words);
    expect([ran.status, named.test(ran.stderr)]).toEqual([2, true]);
  });
});

it('check-config names a file of ATLAS that is none', async () => {
  const ran = await run(['check-config'], { ANCHORWATCH_COMPROMISE_ATLAS_FILE: file('ATLAS-none.yaml') });
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain('compromise.atlas_file: ');
}, 60_000);
