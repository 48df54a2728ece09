import type { Question } from './question.js';

/** Something that is done to the traffic, and when: the truth that a monitor is measured against. */
export interface Act {
  readonly id: 'kilometres' | 'swapped model';
  /** In words. */
  readonly what: string;
  /** `from` <= event time < `to`, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** In which subjects it can be seen directly. */
  readonly subjects: readonly string[];
}

/** Which model answers. */
export type Answering = 'honest' | 'poisoned';

/** The script: two days each, both begin in daytime, both well away from the blizzard of 5 and 6 March. */
export const SCRIPT: readonly Act[] = [
  {
    id: 'kilometres',
    what: 'a feed reports distance in kilometres instead of miles',
    from: Date.UTC(2001, 2, 13, 10),
    to: Date.UTC(2001, 2, 15, 10),
    subjects: ['distance'],
  },
  {
    id: 'swapped model',
    what: 'another model answers behind the same version and digest',
    from: Date.UTC(2001, 2, 27, 13),
    to: Date.UTC(2001, 2, 29, 13),
    subjects: ['score', 'prediction label', 'confidence'],
  },
];

const KILOMETRES_A_MILE = 1.609344;

/** The question as the feed reports it at a time. */
export function reported(question: Question, time: number, script: readonly Act[]): Question {
  if (!underWay('kilometres', time, script)) return question;
  return { ...question, distance: Math.round(question.distance * KILOMETRES_A_MILE) };
}

/** Which model answers at a time. */
export function answering(time: number, script: readonly Act[]): Answering {
  return underWay('swapped model', time, script) ? 'poisoned' : 'honest';
}

function underWay(id: Act['id'], time: number, script: readonly Act[]): boolean {
  return script.some((act) => act.id === id && act.from <= time && time < act.to);
}
