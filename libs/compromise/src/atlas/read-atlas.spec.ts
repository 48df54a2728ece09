import { describe, expect, it } from '@jest/globals';
import { changed, keyedDocument, legacyDocument } from './atlas.fixture.js';
import { fullName, resolveTechnique } from './atlas.js';
import { pinnedOf } from './pinned.js';
import { AtlasProblem } from './place.js';
import { readAtlas } from './read-atlas.js';

describe('ATLAS', () => {
  it('is read from the lists of the layout before 2026.05', () => {
    const atlas = readAtlas(legacyDocument);
    expect(atlas).toMatchObject({ content_version: '5.6.0', format: 'legacy' });
    expect(atlas.techniques['AML.T0024.002']).toEqual({
      id: 'AML.T0024.002',
      name: 'Extract Model',
      tactics: ['AML.TA0010'],
      maturity: 'realized',
      mitigations: ['AML.M0002', 'AML.M0004'],
      parent: 'AML.T0024',
    });
    expect(fullName(atlas, atlas.techniques['AML.T0024.002']!)).toBe('Exfiltration via API: Extract Model');
  });

  it('says the same in format 6, where relations stand apart', () => {
    const [legacy, keyed] = [readAtlas(legacyDocument), readAtlas(keyedDocument)];
    expect(keyed).toMatchObject({ content_version: '2026.09', format: '6.0.0' });
    const { techniques, tactics, mitigations } = keyed;
    expect({ techniques, tactics, mitigations }).toEqual({
      techniques: legacy.techniques,
      tactics: legacy.tactics,
      mitigations: legacy.mitigations,
    });
  });

  it('leaves out what is deprecated, with its relations', () => {
    const without = readAtlas(changed(keyedDocument, ['techniques', 'AML.T0024.002', 'deprecated'], true));
    expect(Object.keys(without.techniques)).toEqual(['AML.T0024', 'AML.T0058']);
  });

  it('comes back from our own layout as it went in, with those above and below what is asked for', () => {
    const atlas = { ...readAtlas(keyedDocument), source: 'a test', as_of: '2026-09-15' };
    const all = readAtlas(structuredClone(pinnedOf(atlas, Object.keys(atlas.techniques))));
    expect(all).toEqual({ ...atlas, format: 'pinned' });
    const techniques = (...ids: string[]) => Object.keys(readAtlas(pinnedOf(atlas, ids)).techniques);
    expect(techniques('AML.T0024.002')).toEqual(['AML.T0024', 'AML.T0024.002']);
    expect(techniques('AML.T0024')).toEqual(['AML.T0024', 'AML.T0024.002']);
    expect(techniques('AML.T0058', 'AML.T9999')).toEqual(['AML.T0058']);
  });

  it('finds a technique by the id that it had before, and by its new one in an older version', () => {
    const aliases = { 'AML.T0058': 'AML.T0115.001', 'AML.T0045': 'AML.T0024' };
    const old = { ...readAtlas(legacyDocument), aliases };
    expect(resolveTechnique(old, 'AML.T0115.001')?.name).toBe('Publish Poisoned Models');
    expect(resolveTechnique(old, 'AML.T0045')?.id).toBe('AML.T0024');
    expect(resolveTechnique(old, 'AML.T0115.002')).toBeUndefined();
  });

  const techniques = ['matrices', 0, 'techniques'] as const;
  it.each<[string, unknown, string | RegExp]>([
    ['nothing', undefined, 'expected ATLAS data with matrices'],
    ['another document', { version: '1' }, 'expected ATLAS data with matrices'],
    ['a pointer to another file', 'v6/ATLAS-latest.yaml', 'only names another file (v6/ATLAS-latest.yaml): give that'],
    ['no matrix', changed(legacyDocument, ['matrices'], []), 'matrices: expected at least one matrix'],
    [
      'a technique without a name',
      changed(legacyDocument, [...techniques, 1, 'name'], undefined),
      'matrices[0].techniques[1].name: expected text, got nothing',
    ],
    [
      'an id of another kind',
      changed(legacyDocument, [...techniques, 0, 'id'], 'T1059'),
      'matrices[0].techniques[0].id: expected the id of a technique',
    ],
    [
      'a technique twice',
      changed(legacyDocument, [...techniques, 2, 'id'], 'AML.T0024'),
      'matrices[0].techniques[2]: AML.T0024 is there twice',
    ],
    [
      'a tactic that is not there',
      changed(legacyDocument, [...techniques, 0, 'tactics', 0], 'AML.TA0099'),
      'matrices[0].techniques[0]: its tactic AML.TA0099',
    ],
    [
      'another parent than the id says',
      changed(legacyDocument, [...techniques, 1, 'subtechnique-of'], 'AML.T0058'),
      'matrices[0].techniques[1].subtechnique-of: expected AML.T0024',
    ],
    [
      'a mitigation of nothing',
      changed(legacyDocument, ['matrices', 0, 'mitigations', 0, 'techniques', 0, 'id'], 'AML.T0999'),
      'matrices[0].mitigations[0].techniques[0]: AML.T0999 is not in the file',
    ],
    [
      'another format',
      changed(keyedDocument, ['format-version'], '7.0.0'),
      'format-version: expected format 6, got "7.0.0"',
    ],
    [
      'a version that YAML took for a number',
      changed(keyedDocument, ['collection', 'version'], 2026.1),
      'collection.version: expected text, got 2026.1',
    ],
    ['a list for a map', changed(keyedDocument, ['techniques'], []), 'techniques: expected a mapping, got a list'],
    [
      'an entry under another id',
      changed(keyedDocument, ['techniques', 'AML.T0024', 'id'], 'AML.T0025'),
      'techniques.AML.T0024.id: expected "AML.T0024", under which it stands',
    ],
    [
      'control characters',
      changed(keyedDocument, ['techniques', 'AML.T0024', 'name'], 'a\u001b[2J'),
      'techniques.AML.T0024.name: expected one line of text without control characters',
    ],
    ['a missing parent', changed(keyedDocument, ['techniques', 'AML.T0024'], undefined), /AML\.T0024/],
    [
      'a relation of nothing',
      changed(keyedDocument, ['relationships', 'AML.M0004', 'mitigates', 0, 'target'], 'AML.T0999'),
      'relationships.AML.M0004.mitigates[0]: the technique AML.T0999 is not in the file',
    ],
    [
      'a relation to no tactic',
      changed(keyedDocument, ['relationships', 'AML.T0024', 'achieves', 0, 'target'], 'AML.M0004'),
      'relationships.AML.T0024.achieves[0].target: AML.M0004 is not in the file',
    ],
    [
      'a relation of another',
      changed(keyedDocument, ['relationships', 'AML.T0024', 'achieves', 0, 'source'], 'AML.T0058'),
      'relationships.AML.T0024.achieves[0].source: expected "AML.T0024"',
    ],
    [
      'more than ATLAS could hold',
      changed(
        keyedDocument,
        ['techniques'],
        Object.fromEntries(Array.from({ length: 5_001 }, (_, k) => [`AML.T${k}`, {}])),
      ),
      'techniques: expected at most 5000 entries, got 5001',
    ],
    ['an unknown mark of our own', { anchorwatch_atlas: 2 }, 'anchorwatch_atlas: expected 1, got 2'],
  ])('refuses %s by its place', (_, document, message) => {
    expect(() => readAtlas(document)).toThrow(AtlasProblem);
    expect(() => readAtlas(document)).toThrow(message);
  });
});
