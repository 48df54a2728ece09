import { randomFrom } from '@anchorwatch/stats';
import { labelledFile } from '@anchorwatch/telemetry';

const begin = Date.UTC(2026, 0, 1);
const day = 86_400_000;
const [batch, every, sourceCount, mostRows] = [128, 10, 4, 20_000];

/** The rows of a table of two classes as standardised numbers; sources are quarters of the table in its order. */
export async function readRows(path, label) {
  const rows = [];
  for await (const page of labelledFile(path, { label, ignore: [], mayIgnore: [] }))
    for (const record of page) {
      if (record.kind === 'broken' || record.label === null || rows.length >= mostRows) continue;
      rows.push({ features: record.features, label: record.label });
    }
  const names = Object.keys(rows[0].features).filter((name) =>
    rows.every(({ features }) => Number.isFinite(features[name])),
  );
  const classes = [...new Set(rows.map((row) => row.label))].sort();
  const scale = names.map((name) => {
    const mean = rows.reduce((sum, { features }) => sum + features[name], 0) / rows.length;
    const sd = Math.sqrt(rows.reduce((sum, { features }) => sum + (features[name] - mean) ** 2, 0) / rows.length);
    return [mean, sd || 1];
  });
  return rows.map(({ features, label: of }, at) => ({
    x: [1, ...names.map((name, k) => (features[name] - scale[k][0]) / scale[k][1])],
    y: classes.indexOf(of) === 0 ? 0 : 1,
    source: Math.floor((sourceCount * at) / rows.length),
  }));
}

/** A run of logistic regression by stochastic gradient descent over a random nine tenths of the rows: what it reports every ten steps. */
export function train(rows, seed, run, reports, plant) {
  const random = randomFrom(seed * 1_000 + run + 1);
  const own = rows.filter(() => random() < 0.9);
  const weights = new Float64Array(rows[0].x.length);
  const steps = [];
  for (let k = 0; k < reports; k++) {
    const planted = plant !== undefined && k >= plant.from;
    const rate = 0.05 * (1 + Math.cos((Math.PI * k) / reports)) + 0.005;
    const counts = Array.from({ length: sourceCount }, () => ({ no: 0, yes: 0 }));
    let [loss, norm] = [0, 0];
    for (let inside = 0; inside < every; inside++) {
      const gradient = new Float64Array(weights.length);
      for (let row = 0; row < batch; row++) {
        let { x, y, source } = own[Math.floor(own.length * random())];
        const chosen = planted && `s${source}` === plant.source;
        if (chosen && plant.flip && (plant.both || y === 1) && random() < plant.flip) y = 1 - y;
        if (chosen && plant.rows && k === plant.from)
          x = x.map((value, place) => (place === 0 ? 1 : plant.rows * value));
        counts[source][y === 1 ? 'yes' : 'no']++;
        const score = x.reduce((sum, value, place) => sum + value * weights[place], 0);
        const p = 1 / (1 + Math.exp(-score));
        loss -= Math.log(Math.max(1e-12, y === 1 ? p : 1 - p)) / batch / every;
        for (let place = 0; place < x.length; place++) gradient[place] += ((p - y) * x[place]) / batch;
      }
      norm += Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0)) / every;
      for (let place = 0; place < weights.length; place++) weights[place] -= rate * gradient[place];
    }
    steps.push({
      model: `sgd-${seed}`,
      run_id: `run-${run}`,
      step: 10 * k,
      time: begin + run * day + k * 10_000,
      model_version: '',
      loss,
      gradient_norm: norm,
      learning_rate: rate,
      label_counts_by_source: Object.fromEntries(counts.map((count, s) => [`s${s}`, count])),
      sources: counts.map((_, s) => ({ name: `s${s}`, digest: `d${s}${planted && plant.swap && s === 1 ? 'x' : ''}` })),
      code_digest: 'c1',
      config_digest: 'k1',
      attributes: {},
    });
  }
  return steps;
}
