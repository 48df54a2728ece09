import { askerOf, type Question } from '../question.js';

/** Askers whose spending is remembered, the latest. */
const mostAskers = 10_000;

/** What an asker and all of them have spent and not yet forgotten, by half-life. */
export interface Spent {
  readonly own: number;
  readonly all: number;
}

/** By asker, the latest last, with everybody ('') first: sums, one for each half-life, and the time up to which they are forgotten. */
export interface SpendingMemory {
  readonly askers: readonly string[];
  readonly sums: Float64Array;
  readonly times: Float64Array;
}

interface Account {
  readonly sums: Float64Array;
  time: number;
}

/** What everybody spends, forgotten by halves in event time; what comes late is added as if it came now. */
export class Spending {
  private readonly everybody: Account;
  private readonly accounts: Map<string, Account>;

  /** @param halfLives milliseconds, above 0 */
  constructor(
    private readonly halfLives: readonly number[],
    memory?: SpendingMemory,
  ) {
    const width = halfLives.length;
    const held = memory?.askers.map((asker, k) => {
      const account = { sums: memory.sums.slice(k * width, (k + 1) * width), time: memory.times[k]! };
      return [asker, account] as const;
    });
    const [first, ...accounts] = held ?? [];
    this.everybody = first?.[1] ?? { sums: new Float64Array(width), time: -Infinity };
    this.accounts = new Map(accounts);
  }

  /** Adds what a question cost; what its asker and everybody have then spent, by half-life. */
  take(question: Question, cost: number): readonly Spent[] {
    const { event_time } = question.event;
    this.add(this.everybody, event_time, cost);
    const asker = askerOf(question);
    const own = this.accounts.get(asker) ?? { sums: new Float64Array(this.halfLives.length), time: -Infinity };
    if (asker !== '') {
      this.add(own, event_time, cost);
      this.accounts.delete(asker);
      this.accounts.set(asker, own);
      if (this.accounts.size > mostAskers) this.accounts.delete(this.accounts.keys().next().value!);
    }
    return this.halfLives.map((_, k) => ({ own: own.sums[k]!, all: this.everybody.sums[k]! }));
  }

  memory(): SpendingMemory {
    const accounts = [this.everybody, ...this.accounts.values()];
    const sums = new Float64Array(accounts.length * this.halfLives.length);
    accounts.forEach((account, k) => sums.set(account.sums, k * this.halfLives.length));
    return { askers: ['', ...this.accounts.keys()], sums, times: Float64Array.from(accounts, ({ time }) => time) };
  }

  private add(account: Account, time: number, cost: number): void {
    const passed = Math.max(0, time - account.time);
    for (let k = 0; k < account.sums.length; k++)
      account.sums[k] =
        (account.time === -Infinity ? 0 : account.sums[k]! * 2 ** (-passed / this.halfLives[k]!)) + cost;
    account.time = Math.max(account.time, time);
  }
}
