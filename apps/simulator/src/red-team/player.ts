import { randomFrom, wholeBelow, type Random } from '@anchorwatch/scenarios';
import type { Answer, Asking, Knowledge, Point, QuestionAttack } from './attack.js';

/** How an attack is played. */
export interface Play {
  /** Over so many accounts; eight of them belong to one organisation. */
  readonly principals: number;
  /** It ends after so many questions. */
  readonly questions: number;
  readonly seed: number;
}

/** One question of an attack, with its answer. */
export interface Played {
  readonly point: Point;
  readonly answer: Answer;
  readonly principal: { readonly key: string; readonly organisation: string };
  /** How many times as long as usual the service takes for it. */
  readonly effort: number;
}

/** Plays an attack question by question; what it sees are the answers, and nothing else. */
export class Player {
  private readonly asking: Asking;
  private readonly random: Random;
  private answer: Answer | undefined;
  /** Questions asked so far. */
  asked = 0;

  constructor(
    private readonly attack: QuestionAttack,
    knowledge: Knowledge,
    private readonly play: Play,
  ) {
    this.asking = attack.ask(knowledge, randomFrom(play.seed));
    // Who asks is drawn apart, so that the questions are the same over any number of accounts.
    this.random = randomFrom(play.seed + 1);
  }

  get isOver(): boolean {
    return this.asked >= this.play.questions;
  }

  /** Asks the next question. @param victim what answers it */
  next(victim: (point: Point) => Answer): Played {
    const point = (this.answer === undefined ? this.asking.next() : this.asking.next(this.answer)).value;
    this.answer = victim(point);
    this.asked++;
    const { principals } = this.play;
    const account = wholeBelow(this.random, principals);
    const organisation = `shell${account % Math.max(1, Math.floor(principals / 8))}`;
    const [least, most] = this.attack.effort ?? [1, 1];
    const effort = least * (most / least) ** this.random();
    return { point, answer: this.answer, principal: { key: `account${account}`, organisation }, effort };
  }
}
