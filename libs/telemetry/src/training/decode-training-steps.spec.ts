import { describe, expect, it } from '@jest/globals';
import { CONTENT_TYPES } from '../formats/native/decode-records.js';
import { decodeTrainingSteps } from './decode-training-steps.js';
import { encodeTrainingStep } from './encode-training-step.js';
import type { TrainingStep } from './training-step.js';

const options = { pseudonymise: (name: string) => name, now: Date.UTC(2026, 0, 2) };
const sent = {
  model: 'loans',
  run_id: 'r1',
  step: 100,
  time: '2026-01-01T00:00:00Z',
  loss: 0.25,
  gradient_norm: 1.5,
  learning_rate: 0.001,
  label_counts: { yes: 10, no: 22 },
  label_counts_by_source: { web: { yes: 10, no: 22 } },
  sources: [{ name: 'web', digest: 'sha256:1', rows: 32 }],
  code_digest: 'c1',
  config_digest: 'k1',
  attributes: { host: 'a' },
  epoch: 3,
};
const decode = (change: object) => decodeTrainingSteps(JSON.stringify({ ...sent, ...change }), undefined, options)[0]!;

describe('a training step', () => {
  it('is read whole, unknown fields among the attributes, and comes through its own encoding', () => {
    const { epoch: _epoch, ...known } = sent;
    const step: TrainingStep = {
      ...known,
      time: Date.UTC(2026, 0, 1),
      model_version: '',
      attributes: { host: 'a', epoch: '3' },
    };
    expect(decode({})).toEqual({ kind: 'training step', part: 0, step });
    expect(decodeTrainingSteps(encodeTrainingStep(step), undefined, options)).toEqual([
      { kind: 'training step', part: 0, step },
    ]);
  });

  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, k) => [`n${k}`, 1]));
  it.each([
    [{ model: '' }, 'model', 'must not be empty'],
    [{ run_id: undefined }, 'run_id', 'is required'],
    [{ step: 1.5 }, 'step', 'expected a whole number from 0 to 1000000000000, got 1.5'],
    [{ step: -1 }, 'step', 'expected a whole number from 0 to 1000000000000, got -1'],
    [{ time: '2027-01-01T00:00:00Z' }, 'time', '"2027-01-01T00:00:00Z" lies in the future'],
    [{ loss: 'NaN' }, 'loss', 'expected a finite number, got "NaN"'],
    [{ gradient_norm: -1 }, 'gradient_norm', 'expected a number of at least 0, got -1'],
    [{ label_counts: { yes: 0.5 } }, 'label_counts.yes', 'expected a whole number from 0 to 1000000000000, got 0.5'],
    [{ label_counts: many(201) }, 'label_counts', 'holds 201 labels, allowed are 200'],
    [{ label_counts_by_source: { web: [1] } }, 'label_counts_by_source.web', 'expected an object, got an array of 1'],
    [{ label_counts_by_source: many(101) }, 'label_counts_by_source', 'holds 101 sources, allowed are 100'],
    [{ sources: [{ digest: 'x' }] }, 'sources.0.name', 'is required'],
    [{ sources: [{ name: 'a' }, { name: 'a' }] }, 'sources.1.name', '"a" is named twice'],
    [{ sources: Array.from({ length: 101 }, (_, k) => ({ name: `s${k}` })) }, 'sources', 'holds 101, allowed are 100'],
    [
      { sources: [{ name: 'a', digest: 'x'.repeat(201) }] },
      'sources.0.digest',
      'text of 201 characters is longer than 200',
    ],
  ])('is refused with its field: %j', (change, field, reason) => {
    expect(decode(change)).toMatchObject({
      kind: 'rejection',
      rejection: { field, reason, model: (change as { model?: string }).model ?? 'loans' },
    });
  });

  it('must tell something', () => {
    const bare = { model: 'loans', run_id: 'r1', step: 1, time: 0 };
    expect(decodeTrainingSteps(JSON.stringify(bare), undefined, options)).toMatchObject([
      { kind: 'rejection', rejection: { field: 'loss' } },
    ]);
  });

  it('comes in lines too, a broken one or a repeated step stopping no other', () => {
    const lines = [JSON.stringify(sent), '{', JSON.stringify(sent), JSON.stringify({ ...sent, step: 101 })].join('\n');
    const kinds = decodeTrainingSteps(lines, CONTENT_TYPES.lines, options).map((answer) =>
      answer.kind === 'rejection' ? answer.rejection.field : answer.kind,
    );
    expect(kinds).toEqual(['training step', 'body', 'step', 'training step']);
  });
});
