import { normal, randomFrom } from '@anchorwatch/scenarios';

const BEGIN = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const REPORTS = 200;

/** What a training pipeline sends of one step. */
export type SentStep = Readonly<Record<string, unknown>> & { readonly run_id: string; readonly step: number };

/** Daily training runs of a model, a report every ten steps; `change` is asked what is otherwise with the k-th report of a run. */
export function trainingSteps(
  model: string,
  runs: number,
  change: (run: number, k: number, yes: number) => { readonly yes?: number; readonly step?: object } = () => ({}),
): SentStep[] {
  const random = randomFrom(5);
  return Array.from({ length: runs }, (_, run) => {
    const level = 0.02 * normal(random);
    return Array.from({ length: REPORTS }, (__, k) => {
      const mixes = [0.3, 0.5, 0.7].map((share) => Math.round(100 * (share + 0.05 * normal(random))));
      const changed = change(run, k, mixes[1]!);
      mixes[1] = changed.yes ?? mixes[1]!;
      return {
        model,
        run_id: `run-${run}`,
        step: 10 * k,
        time: BEGIN + run * DAY + k * 10_000,
        loss: (0.3 + 0.7 * Math.exp(-k / 30)) * Math.exp(level + 0.05 * normal(random)),
        gradient_norm: (1 + 3 * Math.exp(-k / 40)) * Math.exp(level + 0.1 * normal(random)),
        learning_rate: 0.05,
        label_counts_by_source: Object.fromEntries(mixes.map((yes, s) => [`desk-${s}`, { yes, no: 100 - yes }])),
        sources: mixes.map((___, s) => ({ name: `desk-${s}`, digest: `sha256:${s}` })),
        code_digest: 'c1',
        config_digest: 'k1',
        ...changed.step,
      };
    });
  }).flat();
}

/** Half of what desk-1 calls yes is called no, from the middle of the last run on. */
export function poisonedFrom(last: number): Parameters<typeof trainingSteps>[2] {
  return (run, k, yes) => (run === last && k >= REPORTS / 2 ? { yes: Math.round(yes / 2) } : {});
}
