import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { resolveTechnique } from '../atlas/atlas.js';
import { readAtlas } from '../atlas/read-atlas.js';
import { declarations, declaring } from '../bits/detectors.js';
import { catalogueOf } from './catalogue.js';
import { readTerms } from './terms.js';

const root = new URL('../../../../', import.meta.url);
const shipped = (name: string): unknown => JSON.parse(readFileSync(new URL(`deploy/taxonomies/${name}`, root), 'utf8'));
const atlas = readAtlas(shipped('atlas.json'));
const taxonomies = { atlas, owasp: readTerms(shipped('owasp.json')), nist: readTerms(shipped('nist-ai-100-2.json')) };
const catalogue = catalogueOf(declaring, taxonomies);

describe('the catalogue', () => {
  it('knows every ATLAS, OWASP and NIST id that a declaration names, by its present id', () => {
    const unknown = catalogue.flatMap(({ name, atlas: techniques, owasp, nist }) => [
      ...techniques.flatMap(({ id, now, tactics }) => (id === now && tactics.length > 0 ? [] : [`${name}: ${id}`])),
      ...[...owasp, ...nist].flatMap((term) => (term.name === '' ? [`${name}: ${term.id}`] : [])),
    ]);
    expect(unknown).toEqual([]);
    expect(catalogue.map(({ name }) => name)).toEqual(declarations.map(({ name }) => name));
  });

  it('says of every bit what it is a sign of, and of every id its edition', () => {
    for (const { atlas: techniques, owasp, nist } of declarations) {
      expect([techniques.length, owasp.length, nist.length].every((count) => count > 0)).toBe(true);
      for (const id of owasp) expect(id).toMatch(/^(ML|LLM)\d\d:20\d\d$/);
    }
  });

  it('resolves the ids that content 2026.07 moved', () => {
    const moved = ['AML.T0019', 'AML.T0058', 'AML.T0104'].map((id) => resolveTechnique(atlas, id)?.id);
    expect(moved).toEqual(['AML.T0115.000', 'AML.T0115.001', 'AML.T0115.002']);
    expect(atlas.tactics['AML.TA0001']).toBe('AI Attack Adaptation');
  });

  it('keeps an unknown id, without a name', () => {
    const bit = { ...declarations[0]!, atlas: ['AML.T9999'], owasp: ['ML99:2023'], nist: ['constructor'] };
    const [entry] = catalogueOf({ own: { bits: [bit] } }, taxonomies);
    expect(entry).toMatchObject({
      detector: 'own',
      atlas: [{ id: 'AML.T9999', now: '', name: '' }],
      owasp: [{ id: 'ML99:2023', name: '' }],
      nist: [{ id: 'constructor', name: '' }],
    });
  });
});
