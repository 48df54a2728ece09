import { featuresOfPair } from '../counting/subjects.js';
import type { Reference } from '../references/reference.js';
import type { Verdict } from '../verdicts/verdict.js';
import type { WindowCounts } from '../windows/window.js';

/** What moved, as the beginning of a sentence that the words of a verdict end. */
export function jointBeginning({ role, subject }: Pick<Verdict, 'role' | 'subject'>): string {
  switch (role) {
    case 'feature pair':
      return `${featuresOfPair(subject).join(' and ')} no longer go together as before: `;
    case 'reconstruction error':
      return 'the features no longer go together as before: their reconstruction error is ';
    case 'features together':
      return 'the features together are ';
    default:
      return `${subject} is `;
  }
}

/** The combination that moved most beside what the window's own margins would give: `a < 3 with b < 2 is 4 % instead of 12 %`. */
export function combinationMoved(window: WindowCounts, reference: Reference): string {
  const expected = reference.dependence!.of(window).expected;
  let most = -1;
  let cell = 0;
  window.counts.forEach((count, at) => {
    const moved = Math.abs(count - expected[at]!);
    if (moved > most) [most, cell] = [moved, at];
  });
  const percent = (count: number): string => `${Number(((100 * count) / window.n).toPrecision(3))} %`;
  return `${reference.labels[cell]} is ${percent(window.counts[cell]!)} instead of ${percent(expected[cell]!)}`;
}
