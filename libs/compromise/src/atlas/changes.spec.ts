import { describe, expect, it } from '@jest/globals';
import { changed, keyedDocument } from './atlas.fixture.js';
import { atlasChanges, isChanged } from './changes.js';
import { readAtlas } from './read-atlas.js';

const before = readAtlas(keyedDocument);
const after = (...steps: (readonly [readonly (string | number)[], unknown])[]) =>
  readAtlas(steps.reduce<object>((document, [path, value]) => changed(document, path, value) as object, keyedDocument));
const ours = ['AML.T0024', 'AML.T0024.002'];
const wordsOf = (atlas: ReturnType<typeof after>, ids = ours) =>
  atlasChanges(before, atlas, ids).techniques.map(({ id, what, words }) => `${id} ${what}: ${words}`);

describe('another version of ATLAS', () => {
  it('changes nothing for us where only its number and techniques of others differ', () => {
    const next = after(
      [['collection', 'version'], '2026.10'],
      [['techniques', 'AML.T0058', 'name'], 'Something Else'],
      [['tactics', 'AML.TA0003', 'name'], 'Something Else'],
    );
    const changes = atlasChanges(before, next, ours);
    expect(changes).toEqual({ from: '2026.09', to: '2026.10', techniques: [], tactics: [], mitigations: [] });
    expect(isChanged(changes)).toBe(false);
  });

  it('names what is called otherwise, the sub-techniques with their technique', () => {
    expect(wordsOf(after([['techniques', 'AML.T0024', 'name'], 'Exfiltration']))).toEqual([
      'AML.T0024 renamed: Exfiltration via API is called Exfiltration',
      'AML.T0024.002 renamed: Exfiltration via API: Extract Model is called Exfiltration: Extract Model',
    ]);
  });

  it('names other tactics, mitigations and maturity', () => {
    const next = after(
      [['relationships', 'AML.T0024', 'achieves', 0, 'target'], 'AML.TA0003'],
      [['relationships', 'AML.M0004', 'mitigates', 0, 'target'], 'AML.T0024'],
      [['techniques', 'AML.T0024', 'maturity'], 'Feasible'],
    );
    expect(wordsOf(next)).toEqual([
      'AML.T0024 tactics: tactics +AML.TA0003 −AML.TA0010',
      'AML.T0024 mitigations: mitigations +AML.M0004',
      'AML.T0024 maturity: realized has become feasible',
      'AML.T0024.002 tactics: tactics +AML.TA0003 −AML.TA0010',
      'AML.T0024.002 mitigations: mitigations −AML.M0004',
    ]);
  });

  it('names new sub-techniques, and renamed tactics and mitigations of ours', () => {
    const next = after(
      [['techniques', 'AML.T0024.003'], { name: 'Distil Model' }],
      [['tactics', 'AML.TA0010', 'name'], 'Taking Away'],
      [['mitigations', 'AML.M0004', 'name'], 'Limit Queries'],
    );
    const changes = atlasChanges(before, next, ours);
    expect(changes.techniques.map(({ words }) => words)).toEqual([
      'AML.T0024.003 Exfiltration via API: Distil Model is new below it',
    ]);
    expect(changes.tactics).toEqual([{ id: 'AML.TA0010', before: 'Exfiltration', after: 'Taking Away' }]);
    expect(changes.mitigations).toEqual([{ id: 'AML.M0004', before: 'Restrict Queries', after: 'Limit Queries' }]);
    expect(isChanged(changes)).toBe(true);
  });

  it('tells what has moved, by an alias or by its name, from what is gone', () => {
    const ids = ['AML.T0058'];
    const gone = [['techniques', 'AML.T0058'], undefined] as const;
    const edge = [['relationships', 'AML.T0058'], undefined] as const;
    expect(wordsOf(after(edge, gone), ids)).toEqual(['AML.T0058 gone: Publish Poisoned Models is gone']);
    const elsewhere = [['techniques', 'AML.T0115'], { name: 'Publish Poisoned Models' }] as const;
    const moved = ['AML.T0058 moved: AML.T0058 is AML.T0115 there', 'AML.T0058 tactics: tactics −AML.TA0003'];
    expect(wordsOf(after(edge, gone, elsewhere), ids)).toEqual(moved);
    const renamed = [['techniques', 'AML.T0115'], { name: 'Models' }] as const;
    const aliased = { ...after(edge, gone, renamed), aliases: { 'AML.T0058': 'AML.T0115' } };
    expect(wordsOf(aliased, ids)).toEqual([
      moved[0],
      'AML.T0058 renamed: Publish Poisoned Models is called Models',
      moved[1],
    ]);
  });
});
