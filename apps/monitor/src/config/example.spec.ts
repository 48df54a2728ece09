import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { environmentNames, loadConfig } from './load.js';

const EXAMPLE = fileURLToPath(new URL('../../../../deploy/monitor.example.yaml', import.meta.url));
/** Settings that are lists or maps of their own, and come from the file alone. */
const FILE_ONLY = new Set([
  'http.keys',
  'respond.secrets',
  'compromise.probes',
  'compromise.secrets',
  'compromise.texts',
]);

let text: string;
let folder: string;
beforeAll(async () => {
  text = await readFile(EXAMPLE, 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'anchorwatch-example-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the example configuration', () => {
  it('says of every default what it is: loaded as it stands, it changes nothing', async () => {
    const [example, nothing] = [await loadConfig(EXAMPLE, {}), await loadConfig(undefined, {})];
    expect(example.kind).toBe('ok');
    expect(example).toEqual(nothing);
  });

  it('names every setting at its place, and its variable behind it', () => {
    const everything = parse(uncommented(text)) as Record<string, unknown>;
    for (const { path, name } of environmentNames()) {
      expect([name, valueAt(everything, path)]).not.toEqual([name, undefined]);
      const line = new RegExp(`^ *#? *${path[path.length - 1]!}: .*# ${name}$`, 'm');
      if (!FILE_ONLY.has(path.join('.'))) expect(text).toMatch(line);
    }
  });

  it('names nothing that is not a setting: with every optional one set it still loads', async () => {
    const file = join(folder, 'monitor.yaml');
    await writeFile(file, uncommented(text));
    expect(await loadConfig(file, {})).toMatchObject({ kind: 'ok' });
  });
});

/** The file with the optional settings (`#name: value`) taken in. Words in comments have one space behind the #, nested settings two. */
function uncommented(yaml: string): string {
  return yaml.replace(/^( *)#((?: {2})*\w+:)/gm, '$1$2');
}

function valueAt(place: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], place);
}
