import { randomFrom } from '@anchorwatch/stats';

const begin = Date.UTC(2026, 0, 1);
const day = 86_400_000;
const labels = ['no', 'yes'];

/**
 * The reports of a simulated training run, one every ten steps. Models differ by seed: how noisy and heavy-tailed their curves are (normal to Student's t with five
 * degrees of freedom, with correlation from report to report), how runs differ (1 to 5 %), whether the learning rate falls in steps, and whether sources change daily.
 */
export function simulatedRun(seed, run, reports, plant) {
  const model = randomFrom(seed);
  const tails = [Infinity, 8, 5][Math.floor(3 * model())];
  const [noise, between, correlated] = [0.02 + 0.15 * model(), 0.01 + 0.04 * model(), 0.6 * model()];
  const [steps, daily] = [model() < 0.5, model() < 0.5];
  const mixes = Array.from({ length: 4 }, () => 0.2 + 0.6 * model());
  const [dispersion, sourceShift] = [20 + 200 * model(), 0.02 * model()];
  const random = randomFrom(seed * 1_000 + run + 1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const shock = () => {
    if (tails === Infinity) return normal();
    const chi = Array.from({ length: tails }, normal).reduce((sum, z) => sum + z * z, 0);
    return normal() / Math.sqrt(chi / tails);
  };
  const [level, runMix] = [between * normal(), mixes.map((share) => share + sourceShift * normal())];
  let [before, beforeNorm] = [0, 0];
  return Array.from({ length: reports }, (_, k) => {
    before = correlated * before + shock();
    beforeNorm = correlated * beforeNorm + shock();
    const rate = steps ? 0.1 * 0.3 ** Math.floor((3 * k) / reports) : 0.05 * (1 + Math.cos((Math.PI * k) / reports));
    const drop = steps ? 0.9 ** Math.floor((3 * k) / reports) : 1;
    const planted = plant !== undefined && k >= plant.from;
    const factor = plant?.spike && k === plant.from ? plant.spike : planted ? (plant.level ?? 1) : 1;
    const counts = runMix.map((share, s) => {
      // A beta-binomial law, nearly: batches differ by more than chance.
      const p = Math.min(0.98, Math.max(0.02, share + normal() * Math.sqrt((share * (1 - share)) / dispersion)));
      const flipped = planted && plant.flip && s === 1 ? p * (1 - plant.flip) : p;
      const yes = Array.from({ length: 80 }, () => random() < flipped).filter(Boolean).length;
      return { [labels[0]]: 80 - yes, [labels[1]]: yes };
    });
    return {
      model: `simulated-${seed}`,
      run_id: `run-${run}`,
      step: 10 * k,
      time: begin + run * day + k * 10_000,
      model_version: '',
      loss: factor * drop * (0.3 + 0.7 * Math.exp(-k / 40)) * Math.exp(level + noise * before),
      gradient_norm: (1 + 3 * Math.exp(-k / 60)) * Math.exp(level + 2 * noise * beforeNorm),
      learning_rate: rate,
      label_counts_by_source: Object.fromEntries(counts.map((count, s) => [`s${s}`, count])),
      sources: runMix.map((_, s) => ({
        name: `s${s}`,
        digest: `${daily ? run : 0}-${s}${planted && plant.swap && s === 1 ? 'x' : ''}`,
      })),
      code_digest: 'c1',
      config_digest: 'k1',
      attributes: {},
    };
  });
}
