import { describe, expect, it } from '@jest/globals';
import { declarations, readAtlas, resolveTechnique, type Atlas } from '@anchorwatch/compromise';
import { shippedAtlas } from './taxonomies.js';
import { fileOf, updateOf, updateText } from './update.js';

const shipped = await shippedAtlas();
const declared = declarations.flatMap(({ atlas }) => atlas);
const others = Object.keys(shipped.techniques);

/** The shipped ATLAS with one technique under another id. */
function withMoved(from: string, to: string): Atlas {
  const { [from]: technique, ...rest } = shipped.techniques;
  return {
    ...shipped,
    content_version: '2027.01',
    techniques: { ...rest, [to]: { ...technique!, id: to } },
  };
}

describe('an update of ATLAS', () => {
  it('changes nothing where the same is said again, and its file says all that the shipped one does', () => {
    const update = updateOf(declarations, shipped, { ...shipped, content_version: '2026.10' });
    expect(update).toMatchObject({ from: '2026.09', to: '2026.10', changed: false, techniques: [] });
    expect(updateText(update)).toMatch(/nothing changes for the \d+ techniques that detectors name\.$/);
    expect(readAtlas(fileOf(update, shipped, declared, others))).toEqual(shipped);
  });

  it('says which bits name a technique that has moved, and its file lets the old id mean it', () => {
    const after = withMoved('AML.T0015', 'AML.T0215');
    const update = updateOf(declarations, shipped, after);
    expect(updateText(update)).toMatch(/AML\.T0015 \(.*near.*\): AML\.T0015 is AML\.T0215 there/);
    const written = readAtlas(fileOf(update, after, declared, []));
    expect(resolveTechnique(written, 'AML.T0015')).toMatchObject({ id: 'AML.T0215', name: 'Evade AI Model' });
    expect(updateOf(declarations, written, after).changed).toBe(false);
  });
});
