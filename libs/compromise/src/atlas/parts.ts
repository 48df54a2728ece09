import { mitigationId, parentOf, tacticId, techniqueId, type Technique } from './atlas.js';
import { AtlasProblem, type Place } from './place.js';

/** Bounds of what is read: some twenty times what ATLAS holds. */
export const most = { tactics: 500, mitigations: 1_000, techniques: 5_000, edges: 50_000, aliases: 5_000 } as const;

/** What every layout says of a technique, and what it says elsewhere and in its own way. */
export interface TechniquePart {
  readonly place: Place;
  readonly name: string;
  readonly maturity: string;
  readonly parent: string | null;
  readonly tactics: Set<string>;
  readonly mitigations: Set<string>;
}

export const idOfTactic = (place: Place) => place.matching(tacticId, 'the id of a tactic, such as AML.TA0010');
export const idOfTechnique = (place: Place) =>
  place.matching(techniqueId, 'the id of a technique, such as AML.T0024.002');
export const idOfMitigation = (place: Place) =>
  place.matching(mitigationId, 'the id of a mitigation, such as AML.M0004');

export function maturityOf(place: Place): string {
  return place.textOr('').toLowerCase();
}

/**
 * Puts techniques together in the order of their ids: a sub-technique without tactics has its parent's.
 * @throws AtlasProblem where a technique names a parent or tactic that is not there
 */
export function assembled(
  parts: ReadonlyMap<string, TechniquePart>,
  tactics: Readonly<Record<string, string>>,
): Readonly<Record<string, Technique>> {
  const techniques: Record<string, Technique> = {};
  for (const id of [...parts.keys()].sort()) {
    const { place, name, maturity, parent, tactics: own, mitigations } = parts.get(id)!;
    const above = parent === null ? undefined : parts.get(parent);
    if (parent !== null && !above) throw new AtlasProblem(place.path, `its parent ${parent} is not in the file`);
    const all = [...(own.size > 0 ? own : (above?.tactics ?? own))].sort();
    const missing = all.find((tactic) => tactics[tactic] === undefined);
    if (missing !== undefined) throw new AtlasProblem(place.path, `its tactic ${missing} is not in the file`);
    techniques[id] = { id, name, tactics: all, maturity, mitigations: [...mitigations].sort(), parent };
  }
  return techniques;
}

/** The parent that a file names, which must be the one that the id says. */
export function statedParent(id: string, stated: Place): string | null {
  const parent = parentOf(id);
  const said = idOfTechnique(stated);
  if (said !== parent) throw stated.problem(parent ?? `nothing: ${id} is no sub-technique`);
  return parent;
}
