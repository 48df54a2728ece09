import type { TrainingStep } from './training-step.js';

/** Writes a training step as JSON for `training.metrics`; decoding it gives the same step again. */
export function encodeTrainingStep(step: TrainingStep): Buffer {
  return Buffer.from(JSON.stringify(step), 'utf8');
}
