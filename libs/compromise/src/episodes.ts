import type { Bit } from './bits/detector.js';
import { levels, principalAt, type JudgedLevel, type Question } from './question.js';
import type { BitCalibration } from './calibration.js';
import type { Declaration } from './declaration.js';
import type { Merger } from './principals/groups.js';
import type { Moment } from './rates/pooled-rate.js';
import type { Signal } from './signal.js';

/** Signals that last at the same time, at most; the oldest is let go. */
const mostOpen = 10_000;
/** An episode is over when a stretch of twice its window, but so many questions at least, is ordinary again. */
const shortestCalm = { pooled: 200, group: 1_000, principal: 50 } as const;
/** Of a group: when so few of everybody's questions in such a stretch are its members' and set the bit. */
const calmOfGroup = 2;

interface Open {
  readonly signal: Signal;
  /** The principal, or what its group is called by now. */
  readonly principal: string;
  readonly bit: number;
  readonly length: number;
  n: number;
  set: number;
  last: Moment;
}

export interface EpisodesMemory {
  /** In the order in which they began. */
  readonly open: readonly (Omit<Open, 'signal'> & { readonly signal: Omit<Signal, 'bit'> })[];
}

/** A kind of bit, and what it does in healthy traffic. */
interface Kind {
  readonly declaration: Declaration;
  readonly calibration: BitCalibration;
}

/** A signal that is over, and what its group is called by now. */
export interface Over {
  readonly signal: Signal;
  readonly principal: string;
}

/** Signals while they last: each is raised once, and ends when its bit is as rare as in healthy traffic again. */
export class Episodes {
  private readonly open: Map<string, Open>;
  /** Of those, the ones of groups: they are looked at with every question. */
  private readonly ofGroups: Set<string>;

  constructor(
    private readonly kinds: readonly Kind[],
    memory?: EpisodesMemory,
  ) {
    this.open = new Map(
      memory?.open.map((open) => {
        const {
          principal,
          signal: { level },
        } = open;
        const signal = { ...open.signal, bit: kinds[open.bit]!.declaration };
        return [keyOf(level, principal, open.bit), { ...open, signal }];
      }),
    );
    this.ofGroups = new Set([...this.open].filter(([, { signal }]) => signal.level === 'group').map(([key]) => key));
  }

  isNew(level: JudgedLevel | 'pooled', principal: string, bit: number): boolean {
    return !this.open.has(keyOf(level, principal, bit));
  }

  begin(signal: Signal, bit: number): void {
    const { level, principal, excess } = signal;
    const least = shortestCalm[level === 'pooled' || level === 'group' ? level : 'principal'];
    const length = Math.max(least, 2 * excess.window);
    this.open.set(keyOf(level, principal, bit), { signal, principal, bit, length, n: 0, set: 0, last: excess.last });
    if (level === 'group') this.ofGroups.add(keyOf(level, principal, bit));
    if (this.open.size > mostOpen) this.open.delete(this.open.keys().next().value!);
  }

  /** Takes a question; the signals that are over with it, as they were when they were last seen. */
  take(question: Question, bits: readonly Bit[]): readonly Over[] {
    if (this.open.size === 0) return [];
    const ended: Over[] = [];
    for (const [bit, value] of bits.entries()) {
      if (value === undefined) continue;
      for (const key of keysOf(question, bit)) {
        const over = this.advance(key, value !== false, question);
        if (over) ended.push(over);
      }
    }
    for (const key of [...this.ofGroups]) {
      const open = this.open.get(key);
      const value = open && bits[open.bit];
      if (open === undefined) this.ofGroups.delete(key);
      if (open === undefined || value === undefined) continue;
      const over = this.advance(key, value !== false && question.group === open.principal, question);
      if (over) ended.push(over);
    }
    return ended;
  }

  /** Signals that have not ended, in the order in which they began. */
  lasting(): readonly { readonly signal: Signal; readonly bit: number }[] {
    return [...this.open.values()];
  }

  /** What lasts of one group lasts of another from now on; where it lasts of both, one of them is over. */
  merge({ kept, gone }: Merger): readonly Over[] {
    const over: Over[] = [];
    for (const bit of this.kinds.keys()) {
      const open = this.open.get(keyOf('group', gone, bit));
      if (open === undefined) continue;
      this.open.delete(keyOf('group', gone, bit));
      if (this.isNew('group', kept, bit)) {
        this.open.set(keyOf('group', kept, bit), { ...open, principal: kept });
        this.ofGroups.add(keyOf('group', kept, bit));
      } else over.push({ signal: { ...open.signal, ended: open.last }, principal: kept });
    }
    return over;
  }

  memory(): EpisodesMemory {
    return { open: [...this.open.values()].map(({ signal: { bit: _, ...signal }, ...open }) => ({ ...open, signal })) };
  }

  private calm({ signal: { level }, bit, length }: Open): number {
    if (level === 'group') return calmOfGroup;
    const { rate } = this.kinds[bit]!.calibration;
    return length * (level === 'pooled' ? rate.pooled : rate.principal);
  }

  private advance(key: string, set: boolean, { offset, event }: Question): Over | undefined {
    const open = this.open.get(key);
    if (open === undefined || open.signal.excess.last.offset === offset) return undefined;
    open.n++;
    if (set) {
      open.set++;
      open.last = { offset, time: event.event_time };
    }
    if (open.n < open.length) return undefined;
    const isCalm = open.set <= this.calm(open);
    open.n = 0;
    open.set = 0;
    if (!isCalm) return undefined;
    this.open.delete(key);
    return { signal: { ...open.signal, ended: open.last }, principal: open.principal };
  }
}

function keysOf(question: Question, bit: number): readonly string[] {
  return [keyOf('pooled', '', bit), ...levels.map((level) => keyOf(level, principalAt(level, question), bit))];
}

function keyOf(level: JudgedLevel | 'pooled', principal: string, bit: number): string {
  return `${level}\n${bit}\n${principal}`;
}
