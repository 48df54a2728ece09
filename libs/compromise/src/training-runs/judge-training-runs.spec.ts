import { describe, expect, it } from '@jest/globals';
import type { TrainingStep } from '@anchorwatch/telemetry';
import { judgeTrainingRuns } from './judge-training-runs.js';
import { stretchOf, endOf } from './stretches.js';
import { lookAlpha } from './training-budget.js';
import { trainingFinding } from './training-finding.js';
import { flipped, runOf, runsWith, type Plant } from './training-runs.fixture.js';
import { TrainingWatcher } from './training-watcher.js';

const alarms = (steps: readonly TrainingStep[]) =>
  judgeTrainingRuns(steps).findings.filter(({ tier }) => tier === 'alarm');
const seen = (steps: readonly TrainingStep[]) =>
  alarms(steps).map(({ subject, principals, evidence, raised_at }) => [
    subject,
    evidence.training!.run_id,
    ...principals,
    raised_at.event,
  ]);

describe('training runs', () => {
  it('are not accused while they are healthy: forty-eight runs of four models', () => {
    for (const seed of [1, 2, 3, 4]) expect(alarms(runsWith(12, undefined, 200, seed))).toEqual([]);
  });

  it('show a spike of the loss and a surge of the gradient norm at the step they come, once, and when they are over', () => {
    const plant: Plant = ({ loss, gradient_norm }, k) =>
      k >= 120 && k < 123 ? { loss: 3 * loss!, gradient_norm: 5 * gradient_norm! } : {};
    const found = alarms(runsWith(4, plant));
    expect(found.map(({ subject, raised_at, ended_at }) => [subject, raised_at.event, ended_at?.event])).toEqual([
      ['spike', 1_200, 1_220],
      ['surge', 1_200, 1_220],
    ]);
    expect(found[0]!.words).toContain('at step 1200 of run run-4');
    expect(found[0]!.evidence.techniques?.atlas).toContain('AML.T0020');
  });

  it('let a new learning rate explain a rise, and say so', () => {
    const plant: Plant = ({ loss }, k) => (k >= 120 ? { loss: 3 * loss!, learning_rate: 0.5 } : {});
    const { findings, runs } = judgeTrainingRuns(runsWith(4, plant));
    expect(findings.filter(({ subject }) => subject === 'spike')).toEqual([]);
    expect(runs.at(-1)!.explained[0]).toBe('loss rose at step 1200: a new learning rate explains it');
  });

  it('name the source whose labels are flipped from one step on, and no other', () => {
    expect(seen(runsWith(1, (step, k) => (k >= 100 ? flipped(step, 's1', 0.5) : {})))).toEqual([
      ['balance', 'run-1', 's1', expect.any(Number)],
    ]);
  });

  it('name the source whose labels were flipped before the run began, beside those of earlier runs', () => {
    const found = seen(runsWith(9, (step) => flipped(step, 's1', 0.5)));
    expect(found).toEqual([['balance', 'run-9', 's1', expect.any(Number)]]);
    expect(found[0]!.at(-1)).toBeLessThanOrEqual(500);
  });

  it('accuse no source where all are mixed otherwise alike', () => {
    const all: Plant = (step, k) =>
      k < 100 ? {} : ['s0', 's1', 's2'].reduce((now, source) => ({ ...now, ...flipped(now, source, 0.3) }), step);
    expect(seen(runsWith(1, all)).filter(([subject]) => subject === 'balance')).toEqual([]);
  });

  it('see a run that goes otherwise than those before, unless something that never changed before explains it', () => {
    const worse: Plant = ({ loss }) => ({ loss: 1.5 * loss! });
    expect(seen(runsWith(10, worse))).toEqual([['jump', 'run-10', expect.any(Number)]]);
    const configured = judgeTrainingRuns(runsWith(10, (step, k) => ({ ...worse(step, k), config_digest: 'k2' })));
    expect(configured.suspected).toBe(false);
    const other: Plant = (step, k) => ({
      ...worse(step, k),
      sources: step.sources.map((source) => (source.name === 's1' ? { ...source, digest: 'other' } : source)),
    });
    const { findings, runs } = judgeTrainingRuns(runsWith(10, other));
    expect(findings.map(({ subject, tier }) => [subject, tier])).toEqual([['swapped', 'watch']]);
    expect(runs.at(-1)!.explained.join()).toContain('source s1 changed');
  });

  it('say when a source changes under its name while a run goes on, but not of a stream that always does', () => {
    const swap: Plant = (_, k) => ({ sources: [{ name: 's0', digest: k < 150 ? 'd0' : 'x' }] });
    expect(seen(runsWith(2, swap))).toContainEqual(['swapped', 'run-2', 's0', 1_500]);
    const stream = [0, 1, 2].flatMap((run) =>
      runOf(run, 200, (_, k) => ({ sources: [{ name: 's', digest: `${k}` }] })),
    );
    expect(seen(stream)).toEqual([]);
  });

  it('give the same findings in whatever order the steps are known, and from whichever place they are read again', () => {
    const steps = runsWith(4, (step, k) => (k === 120 ? { loss: 4 * step.loss! } : {}));
    const whole = judgeTrainingRuns(steps);
    expect(judgeTrainingRuns([...steps].reverse())).toEqual(whole);
    const watcher = new TrainingWatcher();
    const raised = steps.slice(0, 925).flatMap((step) => watcher.read(step));
    const again = new TrainingWatcher();
    expect(steps.slice(0, 925).flatMap((step) => again.read(step))).toEqual(raised);
    const ids = new Set(whole.findings.map(({ id }) => id));
    expect(raised.map((signal) => trainingFinding(signal, 'loans').id).every((id) => ids.has(id))).toBe(true);
  });

  it('say what they are blind to', () => {
    const bare = ({ model, run_id, step, time, loss }: TrainingStep): TrainingStep => ({
      ...{ model, run_id, step, time, loss: loss! },
      ...{ model_version: '', sources: [], code_digest: '', config_digest: '', attributes: {} },
    });
    expect(judgeTrainingRuns(runOf(0, 100).map(bare)).blind).toEqual([
      {
        detector: 'spike',
        reason: 'insufficient calibration: 68 reports with 32 before them, at least 150 are needed',
      },
      { detector: 'surge', reason: 'no step tells a gradient norm above 0' },
      { detector: 'balance', reason: 'no step tells counts of labels' },
      { detector: 'jump', reason: 'insufficient calibration: 0 comparable earlier runs, at least 3 are needed' },
      { detector: 'jump', reason: 'no step tells digests of code or configuration: a change of them explains nothing' },
      { detector: 'swapped', reason: 'no step tells digests of sources' },
    ]);
    expect(judgeTrainingRuns(runsWith(5)).blind).toEqual([]);
  });

  it('remember a bounded number of runs, however many there are', () => {
    const watcher = new TrainingWatcher();
    const steps = Array.from({ length: 300 }, (_, run) => runOf(run, 3)).flat();
    for (const step of steps) watcher.read(step);
    expect(watcher.openRuns().length).toBeLessThanOrEqual(8);
    expect(watcher.runsRemembered()).toBe(40);
  });
});

describe('the budget of a run', () => {
  it('is never overspent, however long the run is', () => {
    let spent = 0;
    for (let look = 0; look < 1_000_000; look++) spent += lookAlpha(1, 'spike', look, 1);
    expect(spent).toBeLessThanOrEqual(0.2);
    expect(spent).toBeGreaterThan(0.18);
  });

  it('is spent over stretches that leave no step out', () => {
    for (let step = 0, last = 0; step < 5_000; step++) {
      const stretch = stretchOf(step);
      expect(step).toBeLessThan(endOf(stretch));
      expect([last, last + 1]).toContain(stretch);
      last = stretch;
    }
  });
});
