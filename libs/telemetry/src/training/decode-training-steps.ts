import { type DecodeOptions, LIMITS } from '../decode-options.js';
import type { RefusedRecord } from '../event.js';
import { decodeRecords, type TakeRecord } from '../formats/native/decode-records.js';
import { answered, rejected } from '../refused.js';
import { readTrainingStep } from './read-training-step.js';
import type { TrainingStep } from './training-step.js';

/** The answer to one record of a message; `part` is its place in the message, from 0. */
export type DecodedStep =
  { readonly kind: 'training step'; readonly part: number; readonly step: TrainingStep } | RefusedRecord;

/** Decodes a message of training steps: JSON (one or an array) or lines, by the rules of events. Never throws; every record is answered. */
export function decodeTrainingSteps(
  value: Buffer | string,
  contentType: string | undefined,
  options: DecodeOptions,
): DecodedStep[] {
  const taker = { take: takeTrainingStep(options), among: onlyOnce };
  return decodeRecords<DecodedStep>(value, contentType ?? '', options.maxEvents ?? LIMITS.records, taker);
}

function takeTrainingStep(options: DecodeOptions): TakeRecord<DecodedStep> {
  return (record, part) => {
    const answer = answered(record, () => readTrainingStep(record, options));
    return 'run_id' in answer
      ? { kind: 'training step', part, step: answer }
      : { kind: 'rejection', part, rejection: answer };
  };
}

/** Refuses the second record of the same identity in one message: which of the two was meant, nobody can say. */
function onlyOnce(): (answer: DecodedStep, record: () => unknown) => DecodedStep {
  const first = new Map<string, number>();
  return (answer, record) => {
    if (answer.kind !== 'training step') return answer;
    const { model, run_id, step } = answer.step;
    const identity = JSON.stringify([model, run_id, step]);
    const before = first.get(identity);
    if (before !== undefined)
      return rejected(answer.part, 'step', `repeated in this batch (first at record ${before})`, record());
    first.set(identity, answer.part);
    return answer;
  };
}
