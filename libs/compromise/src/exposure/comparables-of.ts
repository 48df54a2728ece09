import { levels, principalAt, type Level, type Question } from '../question.js';
import { fitComparable, type Comparables, type Learned } from './comparable.js';
import { ExposureBook } from './exposure-book.js';

/** Measurements of one level, the first: each learns a copy. */
const mostMeasured = 150;

/** How exposed healthy principals are after so many different questions, by level, measured as they ask; with a pause after each copy. */
export function* comparablesOf(questions: readonly Question[]): Generator<void, Comparables> {
  const book = new ExposureBook();
  const learned = new Map<Level, Learned[]>(
    levels
      .filter((level) => questions.some((question) => principalAt(level, question) !== ''))
      .map((level) => [level, []]),
  );
  for (const question of questions)
    for (const reached of book.take(question)) {
      const measured = learned.get(reached.level as Level);
      if (measured === undefined || measured.length >= mostMeasured) continue;
      const exposure = book.exposure(reached);
      if (exposure !== undefined) measured.push(exposure);
      yield;
    }
  return Object.fromEntries([...learned].map(([level, measured]) => [level, fitComparable(measured)]));
}
