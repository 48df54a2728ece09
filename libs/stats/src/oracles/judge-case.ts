import { type Answer, distanceAnswers } from './answer-distances.js';
import { ksAnswers } from './answer-ks.js';
import { performanceAnswers } from './answer-performance.js';
import { sketchAnswers } from './answer-sketches.js';
import { streamAnswers } from './answer-streams.js';
import { testAnswers } from './answer-tests.js';
import { type Difference, differences } from './differences.js';
import type { OracleCase } from './oracle-case.js';

/** How the library does on one case. */
export type OracleOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly differences: readonly Difference[] }
  | { readonly kind: 'not implemented' };

/** Every kind of question that the library answers. */
const answers: ReadonlyMap<string, Answer> = new Map([
  ...distanceAnswers,
  ...ksAnswers,
  ...performanceAnswers,
  ...sketchAnswers,
  ...streamAnswers,
  ...testAnswers,
]);

/** Whether the library answers this kind of question at all. */
export function isImplemented(kind: string): boolean {
  return answers.has(kind);
}

/**
 * Compares the library's answer with the expected one, within the case's tolerance.
 *
 * @param oracle a case with literal inputs: references to files are resolved by the caller
 */
export function judgeCase(oracle: OracleCase): OracleOutcome {
  const answer = answers.get(oracle.kind);
  if (answer === undefined) return { kind: 'not implemented' };
  const found = differences(oracle.expected, answered(answer, oracle), oracle.tolerance);
  return found.length === 0 ? { kind: 'passed' } : { kind: 'failed', differences: found };
}

/** An error is an answer too, and a wrong one: it stands where the expected fields should. */
function answered(answer: Answer, oracle: OracleCase): Record<string, unknown> {
  try {
    return { ...answer(oracle.inputs, oracle.params) };
  } catch (error) {
    return Object.fromEntries(Object.keys(oracle.expected).map((field) => [field, String(error)]));
  }
}
