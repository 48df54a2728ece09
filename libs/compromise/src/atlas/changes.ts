import { fullName, resolveTechnique, type Atlas, type Technique } from './atlas.js';

/** What another version of ATLAS says differently of a technique that we name. */
export interface AtlasChange {
  /** As the declarations name it. */
  readonly id: string;
  readonly what: 'gone' | 'new' | 'moved' | 'renamed' | 'tactics' | 'mitigations' | 'maturity' | 'below';
  /** In words, after the id. */
  readonly words: string;
  /** Its id there, where it has moved. */
  readonly to?: string;
}

/** A tactic or mitigation of ours that is called otherwise. */
export interface Renamed {
  readonly id: string;
  readonly before: string;
  readonly after: string;
}

/** What a version changes for the techniques that are named. */
export interface AtlasChanges {
  readonly from: string;
  readonly to: string;
  /** In the order of the names; the version alone is no change. */
  readonly techniques: readonly AtlasChange[];
  readonly tactics: readonly Renamed[];
  readonly mitigations: readonly Renamed[];
}

/**
 * Sets two versions side by side, as far as they speak of these techniques. Of what has moved, the rest is compared under its new id. A technique that
 * is gone may have moved without an alias: one with its name and another id is taken for it.
 */
export function atlasChanges(before: Atlas, after: Atlas, ids: readonly string[]): AtlasChanges {
  const pairs = [...new Set(ids)].sort().map((id) => {
    const old = resolveTechnique(before, id);
    return { id, old, now: resolveTechnique(after, id) ?? (old && namesake(before, old, after)) };
  });
  const ofOurs = (kind: 'tactics' | 'mitigations') => [
    ...new Set(pairs.flatMap(({ old, now }) => [...(old?.[kind] ?? []), ...(now?.[kind] ?? [])])),
  ];
  return {
    from: before.content_version,
    to: after.content_version,
    techniques: pairs.flatMap(({ id, old, now }) => changesOf(id, old, now, before, after)),
    tactics: renamed(ofOurs('tactics'), before.tactics, after.tactics),
    mitigations: renamed(ofOurs('mitigations'), before.mitigations, after.mitigations),
  };
}

/** Whether anything is different for us. */
export function isChanged({ techniques, tactics, mitigations }: AtlasChanges): boolean {
  return techniques.length + tactics.length + mitigations.length > 0;
}

function namesake(before: Atlas, old: Technique, after: Atlas): Technique | undefined {
  const name = fullName(before, old);
  const found = Object.values(after.techniques).filter((technique) => fullName(after, technique) === name);
  return found.length === 1 ? found[0] : undefined;
}

function changesOf(
  id: string,
  old: Technique | undefined,
  now: Technique | undefined,
  before: Atlas,
  after: Atlas,
): AtlasChange[] {
  if (!old && !now) return [{ id, what: 'gone', words: 'is in neither' }];
  if (!now) return [{ id, what: 'gone', words: `${fullName(before, old!)} is gone` }];
  if (!old) return [{ id, what: 'new', words: `${fullName(after, now)} is new` }];
  const changes: AtlasChange[] = [];
  const say = (what: AtlasChange['what'], words: string) => changes.push({ id, what, words });
  const [name, called] = [fullName(before, old), fullName(after, now)];
  if (now.id !== old.id) changes.push({ id, what: 'moved', words: `${old.id} is ${now.id} there`, to: now.id });
  if (name !== called) say('renamed', `${name} is called ${called}`);
  const tactics = difference(old.tactics, now.tactics);
  if (tactics !== '') say('tactics', `tactics ${tactics}`);
  const mitigations = difference(old.mitigations, now.mitigations);
  if (mitigations !== '') say('mitigations', `mitigations ${mitigations}`);
  if (old.maturity !== '' && now.maturity !== '' && old.maturity !== now.maturity)
    say('maturity', `${old.maturity} has become ${now.maturity}`);
  const known = new Set(below(before, old));
  for (const child of below(after, now))
    if (!known.has(child)) say('below', `${child} ${fullName(after, after.techniques[child]!)} is new below it`);
  return changes;
}

function below({ techniques }: Atlas, { id }: Technique): readonly string[] {
  return Object.values(techniques).flatMap((technique) => (technique.parent === id ? [technique.id] : []));
}

/** `+AML.M0036 −AML.M0004`; '' where both hold the same. */
function difference(before: readonly string[], after: readonly string[]): string {
  const added = after.filter((id) => !before.includes(id)).map((id) => `+${id}`);
  const removed = before.filter((id) => !after.includes(id)).map((id) => `−${id}`);
  return [...added, ...removed].join(' ');
}

function renamed(
  ids: readonly string[],
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly Renamed[] {
  return [...ids].sort().flatMap((id) => {
    const [old, now] = [before[id], after[id]];
    return old !== undefined && now !== undefined && old !== now ? [{ id, before: old, after: now }] : [];
  });
}
