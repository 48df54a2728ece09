import {
  atlasChanges,
  isChanged,
  pinnedOf,
  resolveTechnique,
  type Atlas,
  type AtlasChange,
  type Declaration,
  type PinnedDocument,
  type Renamed,
} from '@anchorwatch/compromise';

/** What a version of ATLAS changes for our detectors. */
export interface AtlasUpdate {
  /** Content versions: of the one in force, and of the other. */
  readonly from: string;
  readonly to: string;
  /** How many techniques the declarations name. */
  readonly named: number;
  readonly changed: boolean;
  /** With the bits that name each. */
  readonly techniques: readonly (AtlasChange & { readonly bits: readonly string[] })[];
  readonly tactics: readonly Renamed[];
  readonly mitigations: readonly Renamed[];
}

/** Sets the version in force and another one side by side, as far as they speak of what detectors name. */
export function updateOf(declarations: readonly Declaration[], before: Atlas, after: Atlas): AtlasUpdate {
  const ids = [...new Set(declarations.flatMap(({ atlas }) => atlas))];
  const changes = atlasChanges(before, after, ids);
  const bitsOf = (id: string) => declarations.filter(({ atlas }) => atlas.includes(id)).map(({ name }) => name);
  return {
    ...changes,
    named: ids.length,
    changed: isChanged(changes),
    techniques: changes.techniques.map((change) => ({ ...change, bits: bitsOf(change.id) })),
  };
}

/**
 * The file that puts the other version in force: what it says of the techniques that detectors name and of `others`, with the aliases
 * that make an id which it does not know mean the technique that has taken its place.
 */
export function fileOf(
  update: AtlasUpdate,
  after: Atlas,
  declared: readonly string[],
  others: readonly string[],
): PinnedDocument {
  const moved = update.techniques.flatMap(({ id, to }) =>
    to === undefined || resolveTechnique(after, id) ? [] : [[id, to] as const],
  );
  return pinnedOf({ ...after, aliases: { ...after.aliases, ...Object.fromEntries(moved) } }, [...declared, ...others]);
}

/** The update for a terminal. */
export function updateText({ from, to, named, changed, techniques, tactics, mitigations }: AtlasUpdate): string {
  const called = (kind: string, renamed: readonly Renamed[]) =>
    renamed.map(({ id, before, after }) => `  ${kind} ${id}: ${before} is called ${after}`);
  return [
    `ATLAS ${from} -> ${to}: ${changed ? 'changes' : 'nothing changes'} for the ${named} techniques that detectors name.`,
    ...techniques.map(({ id, bits, words }) => `  ${id} (${bits.join(', ')}): ${words}`),
    ...called('tactic', tactics),
    ...called('mitigation', mitigations),
  ].join('\n');
}
