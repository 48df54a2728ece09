import type { Asking } from '../../data/askings.js';

/** What came of one round of golden questions; each question counts once, by its last answer. */
export interface Round {
  readonly round: number;
  /** When its first question was asked, wall clock. */
  readonly asked_at: number;
  readonly same: number;
  /** With another answer than before. */
  readonly other: number;
  /** Answered, but not compared: the first answer of a version, or texts that are drawn anew each time. */
  readonly uncompared: number;
  readonly failed: number;
}

/** The rounds of askings, in their order; the oldest is left out where the askings may begin in the middle of it. */
export function roundsOf(askings: readonly Asking[], isCut: boolean): readonly Round[] {
  const rounds = new Map<number, Map<string, Asking>>();
  const began = new Map<number, number>();
  for (const asking of [...askings].sort((a, b) => a.round - b.round || a.turn - b.turn)) {
    const round = rounds.get(asking.round) ?? new Map<string, Asking>();
    rounds.set(asking.round, round.set(asking.question, asking));
    began.set(asking.round, Math.min(began.get(asking.round) ?? Infinity, asking.asked_at));
  }
  return [...rounds].slice(isCut ? 1 : 0).map(([round, questions]) => {
    const last = [...questions.values()];
    const failed = last.filter(({ failure }) => failure !== '').length;
    const same = last.filter(({ failure, difference }) => failure === '' && difference === 'same').length;
    const other = last.filter(({ failure, difference }) => failure === '' && isOther(difference)).length;
    return { round, asked_at: began.get(round)!, same, other, failed, uncompared: last.length - failed - same - other };
  });
}

/** Whether an answer is another one than before. */
export function isOther(difference: Asking['difference']): boolean {
  return difference === 'label' || difference === 'score';
}
