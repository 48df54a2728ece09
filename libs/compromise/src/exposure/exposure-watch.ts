import type { Declaration } from '../declaration.js';
import type { Merger } from '../principals/groups.js';
import { levels, type JudgedLevel } from '../question.js';
import type { Moment } from '../rates/pooled-rate.js';
import type { Signal } from '../signal.js';
import { besideComparable, comparableAt, criticalFidelity, type Comparables } from './comparable.js';
import type { Exposure } from './exposure.js';

/** What is seen by copies that are learned from one principal's answers. */
export const exposed: Declaration = {
  name: 'exposure',
  means: 'would be answered by a copy that is learned from its answers as the model does',
  needs: 'principals with at least fifty different questions, thirty of them healthy, and answers',
  costs: 'a copy after 50, 100, 200, 400 and 800 different questions of a principal: some ten milliseconds each',
  suspicion: 'extraction',
  never: false,
  atlas: ['AML.T0024.002', 'AML.T0005.001'],
  owasp: ['ML05:2023', 'LLM06:2026'],
  nist: ['NISTAML.031'],
  evaded_by: 'asking no more broadly than customers do, or from many accounts that nothing links',
};

export interface ExposureWatchMemory {
  readonly recent: Readonly<Record<string, readonly Recent[]>>;
  readonly open: readonly Omit<Signal, 'bit'>[];
}

/** How far beyond the line a principal was. */
interface Recent {
  readonly principal: string;
  readonly beyond: number;
}

/** Latest measurements of others that tell how everybody is exposed at present; fewer tell nothing. */
const remembered = 50;
const fewestOthers = 5;
/** Principals that are out of line at the same time, at most; the oldest is let go. */
const mostOpen = 1_000;

/**
 * Whether a principal is more exposed than comparable customers: those with as many different questions, in healthy traffic and at present. Who asks much is not
 * accused for that alone. Each is looked at five times at most, when it has asked twice as many different questions as the time before.
 */
export class ExposureWatch {
  private readonly recent: Map<string, readonly Recent[]>;
  private readonly open: Map<string, Signal>;

  constructor(
    private readonly comparables: Comparables | undefined,
    memory?: ExposureWatchMemory,
  ) {
    this.recent = new Map(Object.entries(memory?.recent ?? {}));
    this.open = new Map(
      memory?.open.map((signal) => [keyOf(signal.level as JudgedLevel, signal.principal), { ...signal, bit: exposed }]),
    );
  }

  /** Whether principals of a level are looked at. */
  judges(level: JudgedLevel): boolean {
    return this.comparable(level) !== undefined;
  }

  /** Takes an exposure that was just measured: a signal where it is out of line, or where it is no longer. */
  take(exposure: Exposure, moment: Moment, alpha: number): Signal | undefined {
    const { level, principal, questions, fidelity, tried } = exposure;
    const healthy = this.comparable(level);
    if (healthy === undefined) return undefined;
    const { shift, deviation } = this.atPresent(level, principal, healthy.deviation);
    const comparable = { ...healthy, deviation };
    const { p_value, expected, beyond } = besideComparable(comparable, { questions, fidelity }, shift);
    const others = this.recent.get(level) ?? [];
    this.recent.set(level, [...others, { principal, beyond }].slice(-remembered));
    const key = keyOf(level, principal);
    const before = this.open.get(key);
    if (p_value > alpha) {
      this.open.delete(key);
      return before && { ...before, ended: moment };
    }
    if (before !== undefined) return undefined;
    const signal: Signal = {
      bit: exposed,
      level,
      principal,
      members: [],
      memberCount: 0,
      among: 'own',
      excess: {
        window: tried,
        set: Math.round(fidelity * tried),
        critical: Math.ceil(criticalFidelity(comparable, questions, shift, alpha) * tried),
        rate: expected,
        first: moment,
        last: moment,
      },
      overdispersion: 1,
      alpha,
      p_value,
      concentration: [],
      examples: [],
      linked: 0,
      flipped: 0,
      supporting: undefined,
      exposure,
      ended: undefined,
    };
    this.open.set(key, signal);
    if (this.open.size > mostOpen) this.open.delete(this.open.keys().next().value!);
    return signal;
  }

  /** What is out of line of a group is over when it becomes another. */
  merge({ gone }: Merger, moment: Moment): Signal | undefined {
    const before = this.open.get(keyOf('group', gone));
    this.open.delete(keyOf('group', gone));
    return before && { ...before, ended: moment };
  }

  memory(): ExposureWatchMemory {
    return {
      recent: Object.fromEntries(this.recent),
      open: [...this.open.values()].map(({ bit: _, ...signal }) => signal),
    };
  }

  /** A group is compared with principals of the narrowest level. */
  private comparable(level: JudgedLevel) {
    if (level !== 'group') return comparableAt(this.comparables, level);
    return levels.map((own) => comparableAt(this.comparables, own)).find(Boolean);
  }

  /**
   * By how much the others are more exposed at present than healthy principals were, with two standard errors on top, and how far they lie apart, if it is more
   * than in healthy traffic: where everybody drifts, those who are measured later are moved further.
   */
  private atPresent(level: JudgedLevel, principal: string, healthy: number): { shift: number; deviation: number } {
    const others = (this.recent.get(level) ?? []).filter((recent) => recent.principal !== principal);
    if (others.length < fewestOthers) return { shift: 0, deviation: healthy };
    const mean = others.reduce((sum, { beyond }) => sum + beyond, 0) / others.length;
    const squares = others.reduce((sum, { beyond }) => sum + (beyond - mean) ** 2, 0);
    const deviation = Math.max(healthy, Math.sqrt(squares / (others.length - 1)));
    return { shift: Math.max(0, mean + (2 * deviation) / Math.sqrt(others.length)), deviation };
  }
}

function keyOf(level: JudgedLevel, principal: string): string {
  return `${level}\n${principal}`;
}
