import { randomFrom } from '@anchorwatch/stats';
import type { TrainingStep } from '@anchorwatch/telemetry';

const begin = Date.UTC(2026, 0, 1);
const day = 86_400_000;

/** What is otherwise with a step, told what it would have been and its number in the run from 0. */
export type Plant = (step: TrainingStep, k: number) => Partial<TrainingStep>;

/** The reports of a healthy run, one every ten steps: a falling loss, three sources with mixes of their own that vary from batch to batch. */
export function runOf(run: number, reports = 200, plant?: Plant, seed = 1): TrainingStep[] {
  const random = randomFrom(seed * 10_000 + run);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const level = 0.02 * normal();
  return Array.from({ length: reports }, (_, k) => {
    const step: TrainingStep = {
      model: 'loans',
      run_id: `run-${run}`,
      step: 10 * k,
      time: begin + run * day + k * 10_000,
      model_version: '',
      loss: (0.3 + 0.7 * Math.exp(-k / 30)) * Math.exp(level + 0.05 * normal()),
      gradient_norm: (1 + 3 * Math.exp(-k / 40)) * Math.exp(level + 0.1 * normal()),
      learning_rate: 0.05 * (1 + Math.cos((Math.PI * k) / reports)),
      label_counts_by_source: Object.fromEntries(
        [0.3, 0.5, 0.7].map((share, s) => {
          const yes = Math.round(100 * Math.min(0.95, Math.max(0.05, share + 0.06 * normal())));
          return [`s${s}`, { no: 100 - yes, yes }];
        }),
      ),
      sources: [0, 1, 2].map((s) => ({ name: `s${s}`, digest: `d${s}` })),
      code_digest: 'c1',
      config_digest: 'k1',
      attributes: {},
    };
    return { ...step, ...plant?.(step, k) };
  });
}

/** So many healthy runs, and one with something in it. */
export function runsWith(healthy: number, plant?: Plant, reports = 200, seed = 1): TrainingStep[] {
  const before = Array.from({ length: healthy }, (_, run) => runOf(run, reports, undefined, seed));
  return [...before.flat(), ...(plant === undefined ? [] : runOf(healthy, reports, plant, seed))];
}

/** Labels of one source, a share of `yes` flipped to `no`. */
export function flipped(step: TrainingStep, source: string, share: number): Partial<TrainingStep> {
  const { no, yes } = step.label_counts_by_source![source]! as { no: number; yes: number };
  const moved = Math.round(share * yes);
  return {
    label_counts_by_source: { ...step.label_counts_by_source, [source]: { no: no + moved, yes: yes - moved } },
  };
}
