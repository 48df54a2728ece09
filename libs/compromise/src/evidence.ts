import type { Declaration } from './declaration.js';
import type { ExposureBook } from './exposure/exposure-book.js';
import type { Groups } from './principals/groups.js';
import type { JudgedLevel } from './question.js';
import { logTail } from './rates/critical-count.js';
import type { Dispersion } from './rates/measure-dispersion.js';
import type { Excess } from './rates/pooled-rate.js';
import type { RecentExamples } from './recent-examples.js';
import type { Signal } from './signal.js';
import type { Neighbourhoods } from './summary/coverage.js';
import type { Supporter, Supporting } from './supporting/supporting.js';
import { factorAt } from './watched.js';

/** Where a bit is set too often. */
export interface Place {
  readonly level: JudgedLevel | 'pooled';
  readonly principal: string;
  readonly bit: number;
}

/** By what law, at what level, and in whose window it was too often. */
export interface Law extends Pick<Signal, 'alpha' | 'among'> {
  readonly dispersion: readonly Dispersion[];
}

/** What evidence is made of. */
interface Parts {
  readonly examples: RecentExamples;
  readonly groups: Groups;
  readonly exposure: ExposureBook;
  readonly neighbourhoods: Neighbourhoods | undefined;
  readonly supporter: Supporter | undefined;
}

/** Members of a group that a signal names, the latest. */
const mostMembers = 1_000;

/** Puts together what a signal shows, from what is remembered at that moment. */
export class Evidence {
  constructor(private readonly parts: Parts) {}

  signalOf(declaration: Declaration, place: Place, excess: Excess, { dispersion, ...law }: Law): Signal {
    const { level, principal, bit } = place;
    const { examples } = this.parts;
    const { window, set, rate, first } = excess;
    const overdispersion = factorAt(dispersion, window);
    const whose = { level, principal, ...this.membersOf(place) };
    return {
      bit: declaration,
      ...whose,
      excess,
      overdispersion,
      ...law,
      p_value: Math.exp(logTail(set, window, rate, overdispersion)),
      concentration: examples.concentration(bit, first.offset),
      examples: examples.of(bit, whose, first.offset),
      ...examples.links(bit, whose, first.offset),
      supporting: level === 'pooled' ? undefined : this.supporting(level, principal),
      ended: undefined,
    };
  }

  /** Of a group; nobody otherwise. */
  membersOf({ level, principal }: Pick<Place, 'level' | 'principal'>): Pick<Signal, 'members' | 'memberCount'> {
    const members = level === 'group' ? this.parts.groups.members(principal) : [];
    return { members: members.slice(-mostMembers), memberCount: members.length };
  }

  private supporting(level: JudgedLevel, principal: string): Supporting | undefined {
    const { exposure, neighbourhoods, supporter } = this.parts;
    const told = exposure.told(level, principal);
    return supporter?.of(told, () => neighbourhoods!.coverageOf(level, principal, told!));
  }
}
