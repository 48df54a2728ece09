import { parentOf, type Atlas } from './atlas.js';
import {
  assembled,
  idOfMitigation,
  idOfTactic,
  idOfTechnique,
  maturityOf,
  most,
  statedParent,
  type TechniquePart,
} from './parts.js';
import { AtlasProblem, type Place } from './place.js';

/** The layout before 2026.05: lists in `matrices[0]`, tactics with the technique, techniques with the mitigation. */
export function readLegacy(root: Place): Atlas {
  const version = root.at('version');
  const content_version = typeof version.value === 'number' ? String(version.value) : version.text();
  const matrix = root.at('matrices').list(100)[0];
  if (!matrix) throw root.at('matrices').problem('at least one matrix');
  const tactics = namesOf(matrix.at('tactics').list(most.tactics), idOfTactic);
  const parts = new Map<string, TechniquePart>();
  for (const place of matrix.at('techniques').list(most.techniques)) {
    const id = idOfTechnique(place.at('id'));
    if (parts.has(id)) throw new AtlasProblem(place.path, `${id} is there twice`);
    const above = place.at('subtechnique-of');
    parts.set(id, {
      place,
      name: place.at('name').text(),
      maturity: maturityOf(place.at('maturity')),
      parent: above.value == null ? parentOf(id) : statedParent(id, above),
      tactics: new Set(place.has('tactics') ? place.at('tactics').list(most.tactics).map(idOfTactic) : []),
      mitigations: new Set(),
    });
  }
  const places = matrix.has('mitigations') ? matrix.at('mitigations').list(most.mitigations) : [];
  const mitigations = namesOf(places, idOfMitigation);
  for (const place of places)
    for (const edge of place.has('techniques') ? place.at('techniques').list(most.techniques) : []) {
      const id = idOfTechnique(edge.at('id'));
      const part = parts.get(id);
      if (!part) throw new AtlasProblem(edge.path, `${id} is not in the file`);
      part.mitigations.add(place.at('id').text());
    }
  return {
    content_version,
    format: 'legacy',
    source: '',
    as_of: '',
    tactics,
    mitigations,
    techniques: assembled(parts, tactics),
    aliases: {},
  };
}

function namesOf(places: readonly Place[], idOf: (place: Place) => string): Readonly<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const place of places) {
    const id = idOf(place.at('id'));
    if (names[id] !== undefined) throw new AtlasProblem(place.path, `${id} is there twice`);
    names[id] = place.at('name').text();
  }
  return names;
}
