import type { Finding } from '@anchorwatch/detection';
import { compareSteps, type TrainingStep } from '@anchorwatch/telemetry';
import type { BlindSpot } from '../blind-spots.js';
import type { RunWatch } from './run-watch.js';
import { trainingBlindSpots, Told } from './training-blind.js';
import { defaultAlarmsPerRun } from './training-budget.js';
import { trainingFinding } from './training-finding.js';
import { TrainingWatcher } from './training-watcher.js';

/** One run as it was judged. */
export interface JudgedRun {
  readonly run_id: string;
  readonly reports: number;
  readonly last_step: number;
  readonly from: number;
  readonly to: number;
  /** Earlier runs that it was compared with at the end of its last whole stretch. */
  readonly compared: number;
  /** What would have been a finding, and what explains it. */
  readonly explained: readonly string[];
  /** Ids of its findings. */
  readonly findings: readonly string[];
}

/** What the training runs of one model look like. */
export interface TrainingRunsReport {
  readonly model: string;
  /** False alarms that one run may cost. */
  readonly alarms_per_run: number;
  /** In the order in which they began. */
  readonly runs: readonly JudgedRun[];
  readonly findings: readonly Finding[];
  readonly blind: readonly BlindSpot[];
  /** Whether there is an alarm. */
  readonly suspected: boolean;
}

/**
 * Judges all steps that are known of one model's training runs.
 * @param steps at least one, all of one model, in any order
 */
export function judgeTrainingRuns(
  steps: readonly TrainingStep[],
  alarmsPerRun: number = defaultAlarmsPerRun,
): TrainingRunsReport {
  const { model } = steps[0]!;
  const watcher = new TrainingWatcher(alarmsPerRun);
  const findings = new Map<string, Finding>();
  const runs = new Map<string, { run: RunWatch; steps: TrainingStep[] }>();
  const told = new Told();
  for (const step of [...steps].sort(compareSteps)) {
    for (const signal of watcher.read(step)) keep(trainingFinding(signal, model));
    const run = watcher.openRuns().at(-1)!;
    told.read(step, run);
    const known = runs.get(step.run_id);
    runs.set(step.run_id, { run, steps: [...(known?.steps.slice(0, 1) ?? []), step] });
  }
  for (const signal of watcher.finish()) keep(trainingFinding(signal, model));
  const found = [...findings.values()];
  return {
    model,
    alarms_per_run: alarmsPerRun,
    runs: [...runs].map(([run_id, { run, steps: of }]) => ({
      run_id,
      reports: run.shape.reports,
      last_step: run.last.step,
      from: of[0]!.time,
      to: of.at(-1)!.time,
      compared: run.compared,
      explained: run.notes,
      findings: found.filter(({ evidence }) => evidence.training!.run_id === run_id).map(({ id }) => id),
    })),
    findings: found,
    blind: trainingBlindSpots(told, watcher),
    suspected: found.some(({ tier }) => tier === 'alarm'),
  };

  function keep(finding: Finding): void {
    findings.set(finding.id, finding);
  }
}
