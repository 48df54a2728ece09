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
import { AtlasProblem, Place } from './place.js';

/**
 * Format 6 (since content 2026.05): maps by id, and between them `relationships` by source and kind: a technique `achieves` tactics and
 * `specializes` a technique, a mitigation `mitigates` techniques. What is deprecated is left out, with its relationships. Other kinds are not read.
 */
export function readKeyed(root: Place): Atlas {
  const format = root.at('format-version').text();
  if (!format.startsWith('6.')) throw root.at('format-version').problem('format 6');
  const version = root.at('collection').at('version');
  // As a number 2026.10 would be 2026.1.
  const content_version = version.text();
  const left = new Set<string>();
  const tactics = namesOf(root.at('tactics'), most.tactics, idOfTactic, left);
  const mitigations = root.has('mitigations')
    ? namesOf(root.at('mitigations'), most.mitigations, idOfMitigation, left)
    : {};
  const parts = new Map<string, TechniquePart>();
  for (const [key, place] of root.at('techniques').entries(most.techniques)) {
    const id = keyOf(key, place, idOfTechnique);
    if (isLeftOut(place, id, left)) continue;
    parts.set(id, {
      place,
      name: place.at('name').text(),
      maturity: maturityOf(place.at('maturity')),
      parent: parentOf(id),
      tactics: new Set(),
      mitigations: new Set(),
    });
  }
  let edges = 0;
  for (const [source, kinds] of root.has('relationships') ? root.at('relationships').entries(most.edges) : [])
    for (const kind of ['achieves', 'specializes', 'mitigates'] as const) {
      if (!kinds.has(kind)) continue;
      for (const edge of kinds.at(kind).list(most.edges)) {
        if (++edges > most.edges) throw kinds.problem(`at most ${most.edges} relationships in all`, 'more');
        relate(kind, source, edge, { parts, tactics, mitigations, left });
      }
    }
  return {
    content_version,
    format,
    source: '',
    as_of: '',
    tactics,
    mitigations,
    techniques: assembled(parts, tactics),
    aliases: {},
  };
}

interface Known {
  readonly parts: ReadonlyMap<string, TechniquePart>;
  readonly tactics: Readonly<Record<string, string>>;
  readonly mitigations: Readonly<Record<string, string>>;
  readonly left: ReadonlySet<string>;
}

function relate(kind: 'achieves' | 'specializes' | 'mitigates', key: string, edge: Place, known: Known): void {
  const source = edge.has('source') ? edge.at('source').text() : key;
  if (source !== key) throw edge.at('source').problem(`"${key}", under which it stands`);
  const target = edge.at('target');
  const to = target.text();
  if (known.left.has(source) || known.left.has(to)) return;
  const technique = known.parts.get(kind === 'mitigates' ? to : source);
  if (!technique)
    throw new AtlasProblem(edge.path, `the technique ${kind === 'mitigates' ? to : source} is not in the file`);
  if (kind === 'achieves') technique.tactics.add(present(known.tactics, to, target));
  else if (kind === 'mitigates') technique.mitigations.add(present(known.mitigations, source, edge));
  else statedParent(source, target);
}

function present(names: Readonly<Record<string, string>>, id: string, { path }: Place): string {
  if (!Object.hasOwn(names, id)) throw new AtlasProblem(path, `${id} is not in the file`);
  return id;
}

function namesOf(
  place: Place,
  bound: number,
  idOf: (place: Place) => string,
  left: Set<string>,
): Readonly<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const [key, entry] of place.entries(bound)) {
    const id = keyOf(key, entry, idOf);
    if (!isLeftOut(entry, id, left)) names[id] = entry.at('name').text();
  }
  return names;
}

/** The id under which an entry stands, which it repeats. */
function keyOf(key: string, place: Place, idOf: (place: Place) => string): string {
  const id = idOf(new Place(key, place.path));
  if (place.has('id') && place.at('id').text() !== id) throw place.at('id').problem(`"${id}", under which it stands`);
  return id;
}

function isLeftOut(place: Place, id: string, left: Set<string>): boolean {
  const isDeprecated = place.at('deprecated').value === true;
  if (isDeprecated) left.add(id);
  return isDeprecated;
}
