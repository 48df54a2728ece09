import type { Bit } from './bits/detector.js';
import { levels, principalAt, type Level, type Question } from './question.js';
import type { BitCalibration } from './calibration.js';
import type { Declaration } from './declaration.js';
import type { Moment } from './rates/pooled-rate.js';
import type { Signal } from './signal.js';

/** Signals that last at the same time, at most; the oldest is let go. */
const mostOpen = 10_000;
/** An episode is over when a stretch of twice its window, but so many questions at least, is ordinary again. */
const shortestCalm = { pooled: 200, principal: 50 } as const;

interface Open {
  readonly signal: Signal;
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

/** Signals while they last: each is raised once, and ends when its bit is as rare as in healthy traffic again. */
export class Episodes {
  private readonly open: Map<string, Open>;

  constructor(
    private readonly kinds: readonly Kind[],
    memory?: EpisodesMemory,
  ) {
    this.open = new Map(
      memory?.open.map((open) => {
        const { level, principal } = open.signal;
        const signal = { ...open.signal, bit: kinds[open.bit]!.declaration };
        return [keyOf(level, principal, open.bit), { ...open, signal }];
      }),
    );
  }

  isNew(level: Level | 'pooled', principal: string, bit: number): boolean {
    return !this.open.has(keyOf(level, principal, bit));
  }

  begin(signal: Signal, bit: number): void {
    const { level, principal, excess } = signal;
    const least = level === 'pooled' ? shortestCalm.pooled : shortestCalm.principal;
    const length = Math.max(least, 2 * excess.window);
    this.open.set(keyOf(level, principal, bit), { signal, bit, length, n: 0, set: 0, last: excess.last });
    if (this.open.size > mostOpen) this.open.delete(this.open.keys().next().value!);
  }

  /** Takes a question; the signals that are over with it, as they were when they were last seen. */
  take(question: Question, bits: readonly Bit[]): readonly Signal[] {
    if (this.open.size === 0) return [];
    const ended: Signal[] = [];
    for (const [bit, value] of bits.entries()) {
      if (value === undefined) continue;
      for (const key of keysOf(question, bit)) {
        const over = this.advance(key, value !== false, question);
        if (over) ended.push(over);
      }
    }
    return ended;
  }

  /** Signals that have not ended, in the order in which they began. */
  lasting(): readonly { readonly signal: Signal; readonly bit: number }[] {
    return [...this.open.values()];
  }

  memory(): EpisodesMemory {
    return { open: [...this.open.values()].map(({ signal: { bit: _, ...signal }, ...open }) => ({ ...open, signal })) };
  }

  private advance(key: string, set: boolean, { offset, event }: Question): Signal | undefined {
    const open = this.open.get(key);
    if (open === undefined || open.signal.excess.last.offset === offset) return undefined;
    open.n++;
    if (set) {
      open.set++;
      open.last = { offset, time: event.event_time };
    }
    if (open.n < open.length) return undefined;
    const rate = this.kinds[open.bit]!.calibration.rate;
    const isCalm = open.set <= open.length * (open.signal.level === 'pooled' ? rate.pooled : rate.principal);
    open.n = 0;
    open.set = 0;
    if (!isCalm) return undefined;
    this.open.delete(key);
    return { ...open.signal, ended: open.last };
  }
}

function keysOf(question: Question, bit: number): readonly string[] {
  return [keyOf('pooled', '', bit), ...levels.map((level) => keyOf(level, principalAt(level, question), bit))];
}

function keyOf(level: Level | 'pooled', principal: string, bit: number): string {
  return `${level}\n${bit}\n${principal}`;
}
