import { parentOf, resolveTechnique, type Atlas, type Technique } from './atlas.js';
import { assembled, idOfMitigation, idOfTactic, idOfTechnique, maturityOf, most, type TechniquePart } from './parts.js';
import { AtlasProblem, Place } from './place.js';

/** Marks the layout of our own. */
export const pinnedMark = 'anchorwatch_atlas';

/** What the file holds, as JSON. */
export interface PinnedDocument {
  readonly anchorwatch_atlas: 1;
  readonly content_version: string;
  readonly source: string;
  readonly as_of: string;
  readonly tactics: Readonly<Record<string, string>>;
  readonly mitigations: Readonly<Record<string, string>>;
  readonly techniques: Readonly<Record<string, Pick<Technique, 'name'> & Partial<Technique>>>;
  readonly aliases: Readonly<Record<string, string>>;
}

/** Our own layout: one version's facts about the techniques that speak of us, with their aliases (`deploy/taxonomies/atlas.json`). */
export function readPinned(root: Place): Atlas {
  if (root.at(pinnedMark).value !== 1) throw root.at(pinnedMark).problem('1');
  const tactics = namesOf(root.at('tactics'), most.tactics, idOfTactic);
  const mitigations = namesOf(root.at('mitigations'), most.mitigations, idOfMitigation);
  const parts = new Map<string, TechniquePart>();
  for (const [key, place] of root.at('techniques').entries(most.techniques)) {
    const id = idOfTechnique(new Place(key, place.path));
    const edges = place.has('mitigations') ? place.at('mitigations').list(most.mitigations) : [];
    for (const edge of edges)
      if (mitigations[idOfMitigation(edge)] === undefined)
        throw new AtlasProblem(edge.path, `${edge.text()} is not in the file`);
    parts.set(id, {
      place,
      name: place.at('name').text(),
      maturity: maturityOf(place.at('maturity')),
      parent: parentOf(id),
      tactics: new Set(place.has('tactics') ? place.at('tactics').list(most.tactics).map(idOfTactic) : []),
      mitigations: new Set(edges.map(idOfMitigation)),
    });
  }
  const techniques = assembled(parts, tactics);
  return {
    content_version: root.at('content_version').text(),
    format: 'pinned',
    source: root.at('source').text(),
    as_of: root.at('as_of').text(),
    tactics,
    mitigations,
    techniques,
    aliases: root.has('aliases') ? aliasesOf(root.at('aliases')) : {},
  };
}

/**
 * The document of our own layout that holds an atlas's facts about these techniques, those above and below them, and all tactics.
 * Techniques that it does not have are left out; aliases are kept.
 */
export function pinnedOf(atlas: Atlas, ids: readonly string[]): PinnedDocument {
  const all = Object.values(atlas.techniques);
  const chosen = new Set(ids.map((id) => resolveTechnique(atlas, id)?.id));
  const above = new Set(all.flatMap(({ id, parent }) => (chosen.has(id) && parent !== null ? [parent] : [])));
  const kept = all.filter(
    ({ id, parent }) => chosen.has(id) || above.has(id) || (parent !== null && chosen.has(parent)),
  );
  const used = new Set(kept.flatMap(({ mitigations }) => mitigations));
  const { content_version, source, as_of, tactics, aliases } = atlas;
  return {
    anchorwatch_atlas: 1,
    content_version,
    source,
    as_of,
    tactics,
    mitigations: Object.fromEntries(Object.entries(atlas.mitigations).filter(([id]) => used.has(id))),
    techniques: Object.fromEntries(kept.map((technique) => [technique.id, factsOf(technique, atlas)])),
    aliases,
  };
}

/** What is not said again: a sub-technique's parent, and its tactics where they are the parent's. */
function factsOf({ name, tactics, maturity, mitigations, parent }: Technique, { techniques }: Atlas) {
  const inherited = parent !== null && techniques[parent]?.tactics.join() === tactics.join();
  return {
    name,
    ...(!inherited && { tactics }),
    ...(maturity !== '' && { maturity }),
    ...(mitigations.length > 0 && { mitigations }),
  };
}

function namesOf(place: Place, bound: number, idOf: (place: Place) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    place.entries(bound).map(([key, name]) => [idOf(new Place(key, name.path)), name.text()] as const),
  );
}

function aliasesOf(place: Place): Readonly<Record<string, string>> {
  return Object.fromEntries(
    place
      .entries(most.aliases)
      .map(([old, now]) => [idOfTechnique(new Place(old, now.path)), idOfTechnique(now)] as const),
  );
}
