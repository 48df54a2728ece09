import type { Rejection } from '../event.js';
import { FileProblem } from '../files/file-problem.js';
import { openBytes } from '../files/open-bytes.js';
import { textLines } from '../files/text-lines.js';
import { decodeTrainingSteps } from './decode-training-steps.js';
import type { TrainingStep } from './training-step.js';

/** A line of a file of training steps. */
export type TrainingLine =
  { readonly line: number; readonly step: TrainingStep } | { readonly line: number; readonly rejection: Rejection };

/**
 * The training steps of a file of JSON lines, also a gzipped one, in its order.
 * @param now the latest time that is believed, milliseconds
 * @throws FileProblem when it cannot be read, is empty, or is no JSON lines
 */
export async function* trainingFile(path: string, now: number): AsyncIterable<TrainingLine> {
  const { kind } = await openBytes(path);
  if (kind !== 'jsonl') throw new FileProblem(path, ['expected JSON lines: a training step a line']);
  const options = { pseudonymise: (name: string) => name, now };
  for await (const { line, text } of textLines(path))
    for (const answer of decodeTrainingSteps(text, undefined, options)) {
      if (answer.kind === 'training step') yield { line, step: answer.step };
      else yield { line, rejection: answer.rejection };
    }
}
