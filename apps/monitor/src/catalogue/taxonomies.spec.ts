import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resolveTechnique } from '@anchorwatch/compromise';
import { loadTaxonomies } from './taxonomies.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorwatch-taxonomies-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

describe('the taxonomies in force', () => {
  it('are those that ship, with their sources', async () => {
    const { atlas, owasp, nist } = await loadTaxonomies('');
    expect(atlas).toMatchObject({ content_version: '2026.09', format: 'pinned' });
    expect([atlas.source, atlas.as_of, owasp.source, owasp.as_of, nist.source, nist.as_of].every(Boolean)).toBe(true);
    expect(owasp.names['LLM06:2026']).toBe('Unbounded Consumption');
  });

  it('take another ATLAS from a file as it is published, which then knows the shipped aliases', async () => {
    const yaml = [
      "version: '5.6.0'",
      'matrices:',
      '- tactics:',
      '  - {id: AML.TA0003, name: Resource Development}',
      '  techniques:',
      '  - {id: AML.T0058, name: Publish Poisoned Models, tactics: [AML.TA0003]}',
    ].join('\n');
    const { atlas } = await loadTaxonomies(await fileOf('ATLAS.yaml', yaml));
    expect(atlas).toMatchObject({ content_version: '5.6.0', format: 'legacy', source: 'ATLAS.yaml' });
    expect(resolveTechnique(atlas, 'AML.T0115.001')?.id).toBe('AML.T0058');
  });

  it.each([
    ['a file that is not there', undefined, /nowhere\.yaml: cannot be read/],
    ['what is no YAML', 'a: [', /file\.yaml: is not YAML/],
    ['what is no ATLAS', 'a: 1', /file\.yaml: expected ATLAS data/],
    [
      'a damaged one, by its place',
      'format-version: 6.0.0\ncollection: {}',
      /file\.yaml: collection\.version: expected text/,
    ],
    ['one that is too large', ' '.repeat(8 * 1024 * 1024 + 1), /file\.yaml: cannot be read: it has 8388609 bytes/],
  ])('refuse %s', async (_, text, message) => {
    const file = text === undefined ? join(folder, 'nowhere.yaml') : await fileOf('file.yaml', text);
    await expect(loadTaxonomies(file)).rejects.toThrow(message);
  });
});
