import { hashOf } from '../fingerprint.js';

/** Askers that are known, the latest. */
const mostAskers = 10_000;
/** Who has not been on a walk of several hands for so many questions is nobody's member any more. */
const longest = 50_000;
/** Members are those of whose questions at least this share was on such walks: whom a walk met by chance is none. */
const leastShare = 0.2;
/** Counts are halved here, so that they speak of the latest questions. */
const mostCounted = 64;

/** One asker: how many of its questions were on walks of several hands, and in whose group it is. */
interface Asker {
  readonly asked: number;
  readonly walked: number;
  /** '' when in none. */
  readonly group: string;
  /** Everybody's question at which it last was on such a walk. */
  readonly last: number;
}

export interface GroupsMemory {
  readonly askers: ReadonlyMap<string, Asker>;
  readonly number: number;
}

/** Two groups that turned out to be one. */
export interface Merger {
  readonly kept: string;
  readonly gone: string;
}

/**
 * Principals that take each other's next steps, as groups: a walk that goes through many hands joins them, and what joins decays. A group goes by a name of its own:
 * none of those on its first walk is sure to be a member.
 */
export class Groups {
  private readonly askers: Map<string, Asker>;
  private number: number;

  constructor(memory?: GroupsMemory) {
    this.askers = new Map(memory?.askers);
    this.number = memory?.number ?? 0;
  }

  /**
   * Takes a question; the groups that it makes one.
   * @param asker '' is nobody in particular
   * @param hands of the walk that it continues, if that is no ordinary one; the asker is the last of them
   */
  take(asker: string, hands: readonly string[] | undefined): readonly Merger[] {
    this.number++;
    if (asker === '') return [];
    this.count(asker, hands !== undefined);
    return hands === undefined ? [] : this.join(hands);
  }

  /** The group that an asker is a member of; '' when of none. */
  of(asker: string): string {
    const known = this.askers.get(asker);
    return known !== undefined && this.isMember(known) ? known.group : '';
  }

  /** A group's members, in the order in which they last asked. */
  members(group: string): readonly string[] {
    return [...this.askers]
      .filter(([, known]) => known.group === group && this.isMember(known))
      .map(([asker]) => asker);
  }

  memory(): GroupsMemory {
    return { askers: new Map(this.askers), number: this.number };
  }

  private isMember({ asked, walked, group, last }: Asker): boolean {
    return group !== '' && walked >= leastShare * asked && this.number - last <= longest;
  }

  private count(asker: string, walks: boolean): void {
    const { asked, walked, group, last } = this.askers.get(asker) ?? { asked: 0, walked: 0, group: '', last: 0 };
    const part = asked >= mostCounted ? 0.5 : 1;
    this.askers.delete(asker);
    this.askers.set(asker, { asked: part * asked + 1, walked: part * walked + (walks ? 1 : 0), group, last });
    if (this.askers.size > mostAskers) this.askers.delete(this.askers.keys().next().value!);
  }

  private join(hands: readonly string[]): readonly Merger[] {
    const sizes = new Map<string, number>();
    for (const { group } of hands.map((hand) => this.askers.get(hand)).filter((known) => known !== undefined))
      if (group !== '') sizes.set(group, 0);
    if (sizes.size > 1)
      for (const { group } of this.askers.values()) if (sizes.has(group)) sizes.set(group, sizes.get(group)! + 1);
    const [kept = nameOf(hands), ...gone] = [...sizes]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .map(([name]) => name);
    if (gone.length > 0)
      for (const [asker, known] of this.askers)
        if (gone.includes(known.group)) this.askers.set(asker, { ...known, group: kept });
    for (const hand of hands) {
      const known = this.askers.get(hand);
      // Its steps before the walk was no ordinary one were on it all the same.
      if (known) this.askers.set(hand, { ...known, walked: Math.max(1, known.walked), group: kept, last: this.number });
    }
    return gone.map((name) => ({ kept, gone: name }));
  }
}

function nameOf(hands: readonly string[]): string {
  return hashOf(hands.join('\n')).replace(/\W/g, '').slice(0, 8);
}
