import { squaredDistance } from '../nearest.js';
import { between } from './codes.js';
import { same } from './spacing.js';

/** What links two questions. */
export interface Links {
  /** Points closer than this are linked; 0 where distances tell nothing. */
  readonly near: number;
  /** Whether questions that differ in one feature are. */
  readonly steps: boolean;
}

/** One question on a walk. */
export interface WalkStep {
  readonly codes: Float64Array;
  readonly point: Float64Array | undefined;
  readonly id: string;
  readonly label: string | undefined;
  readonly asker: string;
  /** Different askers of the walk up to here, the latest last: at most eight. */
  readonly hands: readonly string[];
  /** Which of everybody's questions it was. */
  readonly number: number;
}

export interface WalksMemory {
  readonly recent: readonly WalkStep[];
  readonly next: number;
  readonly passed: readonly WalkStep[];
  readonly nextPassed: number;
  readonly number: number;
}

/** Steps remembered of anybody's, and of walks that have gone through at least two hands. */
const remembered = 400;
/** Such a walk is lost when it has not been continued for so many questions. */
const longest = 10_000;
const mostHands = 8;

/**
 * Walks: questions of which each is linked to an earlier one, whoever asked it. Those that go from hand to hand are remembered longer than others. The same question
 * again is a retry and no step; the same question of somebody else ends the walk there: what several ask alike is of common interest.
 *
 * @see Li et al. (2024), Query provenance analysis, IEEE S&P
 */
export class Walks {
  private readonly recent: WalkStep[];
  private readonly passed: WalkStep[];
  private next: number;
  private nextPassed: number;
  private number: number;

  constructor(
    private readonly links: Links,
    memory?: WalksMemory,
  ) {
    this.recent = [...(memory?.recent ?? [])];
    this.passed = [...(memory?.passed ?? [])];
    this.next = memory?.next ?? 0;
    this.nextPassed = memory?.nextPassed ?? 0;
    this.number = memory?.number ?? 0;
  }

  /** Takes the next question: the step that it continues, the one of the most hands, and its own; undefined when it continues none. */
  take(question: Omit<WalkStep, 'hands' | 'number'>): { readonly from: WalkStep; readonly to: WalkStep } | undefined {
    const number = this.number++;
    let from: WalkStep | undefined;
    for (const steps of [this.passed, this.recent])
      for (const step of steps) {
        if (number - step.number > longest) continue;
        const lies = this.lies(step, question);
        if (lies === 'apart' || (lies === 'linked' && from !== undefined && from.hands.length >= step.hands.length))
          continue;
        if (lies === 'linked') {
          from = step;
          continue;
        }
        if (step.asker !== question.asker) this.end(step, { ...question, hands: [question.asker], number });
        return undefined;
      }
    const hands = [...(from?.hands ?? []).filter((asker) => asker !== question.asker), question.asker];
    const to = { ...question, hands: hands.slice(-mostHands), number };
    this.recent[this.next] = to;
    this.next = (this.next + 1) % remembered;
    if (hands.length > 1) {
      this.passed[this.nextPassed] = to;
      this.nextPassed = (this.nextPassed + 1) % remembered;
    }
    return from === undefined ? undefined : { from, to };
  }

  memory(): WalksMemory {
    const { next, nextPassed, number } = this;
    return { recent: [...this.recent], next, passed: [...this.passed], nextPassed, number };
  }

  /** Puts a question that somebody asked alike in the place of a step: a new walk may begin there. */
  private end(step: WalkStep, alike: WalkStep): void {
    for (const steps of [this.passed, this.recent]) {
      const k = steps.indexOf(step);
      if (k >= 0) steps[k] = alike;
    }
  }

  private lies(step: WalkStep, { codes, point }: Pick<WalkStep, 'codes' | 'point'>): 'same' | 'linked' | 'apart' {
    const { near, steps } = this.links;
    const differ = between(step.codes, codes, 1);
    if (differ === 'same') return 'same';
    if (steps && differ === 'step') return 'linked';
    if (near === 0 || step.point === undefined || point === undefined) return 'apart';
    const square = squaredDistance(step.point, point, near * near);
    return square < near * near && square > same ? 'linked' : 'apart';
  }
}
