import type { Moment } from '../rates/pooled-rate.js';
import type { FeedbackSignal } from './feedback-signal.js';

/** Signals that last at the same time, at most; the oldest is let go. */
const mostOpen = 10_000;
/** An episode is over when so many labels at least, and twice its window, but at most so many, are ordinary again. */
const calm = { shortest: 50, longest: 1_000 } as const;

interface Open {
  readonly signal: FeedbackSignal;
  readonly length: number;
  n: number;
  set: number;
  last: Moment;
}

/** Signals while they last: each is raised once, and ends when its labels are ordinary again. */
export class OpenSignals {
  private readonly open: Map<string, Open>;

  constructor(memory: ReadonlyMap<string, Open> = new Map()) {
    this.open = new Map([...memory].map(([key, open]) => [key, { ...open }]));
  }

  has(sign: string, source: string): boolean {
    return this.open.has(keyOf(sign, source));
  }

  /** Whom a sign accuses at present. */
  accused(sign: string): ReadonlySet<string> {
    return new Set(
      [...this.open.values()].filter(({ signal }) => signal.sign.name === sign).map(({ signal }) => signal.source),
    );
  }

  begin(signal: FeedbackSignal): FeedbackSignal {
    const length = Math.min(calm.longest, Math.max(calm.shortest, 2 * signal.window));
    this.open.set(keyOf(signal.sign.name, signal.source), { signal, length, n: 0, set: 0, last: signal.last });
    if (this.open.size > mostOpen) this.open.delete(this.open.keys().next().value!);
    return signal;
  }

  /**
   * Takes a label that an open signal is about; the signal as it was last seen, when it is over with it.
   * @param isCalm whether so many set labels of so many are ordinary; asked when enough of them have come
   */
  take(
    sign: string,
    source: string,
    set: boolean,
    at: Moment,
    isCalm: (set: number, n: number) => boolean,
  ): FeedbackSignal | undefined {
    const key = keyOf(sign, source);
    const open = this.open.get(key);
    if (open === undefined || open.signal.last.offset === at.offset) return undefined;
    open.n++;
    if (set) {
      open.set++;
      open.last = { offset: at.offset, time: at.time };
    }
    if (open.n < open.length) return undefined;
    const over = isCalm(open.set, open.n);
    [open.n, open.set] = [0, 0];
    if (!over) return undefined;
    this.open.delete(key);
    return { ...open.signal, ended: open.last };
  }

  memory(): ReadonlyMap<string, Open> {
    return new Map([...this.open].map(([key, open]) => [key, { ...open }]));
  }
}

function keyOf(sign: string, source: string): string {
  return `${sign}\n${source}`;
}
