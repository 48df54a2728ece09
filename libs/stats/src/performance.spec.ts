import { describe, expect, it } from '@jest/globals';

import { binaryCell } from './binary-cells.js';
import { binaryMetric, type BinaryMetric } from './binary-metric.js';
import { estimateBinary } from './estimate-binary.js';
import { expectedCalibrationError } from './expected-calibration-error.js';
import { foldedNormalMean } from './folded-normal-mean.js';
import { interpolate } from './interpolate.js';
import { isotonicFit } from './isotonic-fit.js';
import { normalQuantile } from './normal-quantile.js';
import { normalSf } from './normal-sf.js';
import { skewedQuantile } from './skewed-quantile.js';
import { skewedSf } from './skewed-sf.js';
import { normals, uniforms } from './testing/random.js';

const metrics: readonly BinaryMetric[] = ['accuracy', 'precision', 'recall', 'f1', 'roc_auc', 'log_loss', 'brier'];

describe('isotonicFit', () => {
  it('agrees with scikit-learn 1.9.1', () => {
    const { fitted, block } = isotonicFit([0.1, 0.4, 0.3, 0.35, 0.2, 0.9, 0.6, 1], [1, 2, 3, 1, 2, 1, 4, 1]);
    const expected = [0.1, 0.30625, 0.30625, 0.30625, 0.30625, 0.66, 0.66, 1];
    expected.forEach((value, place) => expect(fitted[place]).toBeCloseTo(value, 12));
    expect(Array.from(block)).toEqual([0, 1, 1, 1, 1, 2, 2, 3]);
  });

  it('gives values without weight the level before them, and never falls', () => {
    expect(Array.from(isotonicFit([9, 1, 5, 2], [0, 1, 0, 1]).fitted)).toEqual([1, 1, 1, 2]);
    const uniform = uniforms(3);
    const { fitted } = isotonicFit(
      Array.from({ length: 500 }, uniform),
      Array.from({ length: 500 }, () => 1),
    );
    expect(fitted.every((value, place) => place === 0 || value >= fitted[place - 1]!)).toBe(true);
  });

  it('refuses values that have no order', () => {
    expect(() => isotonicFit([NaN], [1])).toThrow('isotonicFit requires finite values');
    expect(() => isotonicFit([1], [])).toThrow('isotonicFit requires a weight for every value');
  });
});

describe('interpolate', () => {
  it('follows the line between its points and stays at its ends', () => {
    expect([0, 1, 1.5, 3, 9].map((x) => interpolate([1, 2, 4], [10, 20, 0], x))).toEqual([10, 10, 15, 10, 0]);
  });
});

describe('binaryMetric', () => {
  const truths = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0];
  const scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.9, 0.2, 0.7, 0.4, 0.6];
  const distinct = [...new Set(scores)].sort((a, b) => a - b);
  const bins = distinct.length;
  const weights = new Float64Array(4 * bins);
  scores.forEach((score, row) => {
    weights[binaryCell(bins, truths[row]!, score >= 0.5 ? 1 : 0, distinct.indexOf(score))]! += 1;
  });
  const cells = { weights, bins, scores: distinct };

  it('agrees with scikit-learn 1.9.1', () => {
    const expected = [0.7, 0.75, 0.6, 0.6666666666666666, 0.8, 0.4917737913661774, 0.16525];
    metrics.forEach((metric, k) => expect(binaryMetric(metric, cells)!.value).toBeCloseTo(expected[k]!, 12));
  });

  it.each(metrics)('tells how %s moves with one event more, and adding the same mix moves nothing', (metric) => {
    const { value, gradient } = binaryMetric(metric, cells)!;
    weights.forEach((_, cell) => {
      const more = weights.slice();
      more[cell]! += 1e-6;
      const moved = (binaryMetric(metric, { ...cells, weights: more })!.value - value) / 1e-6;
      expect(Math.abs(gradient[cell]! - moved)).toBeLessThan(1e-5);
    });
    expect(gradient.reduce((sum, slope, cell) => sum + slope * weights[cell]!, 0)).toBeCloseTo(0, 12);
  });

  it('does not exist without what it is about', () => {
    const only = (truth: number, label: number) => {
      const one = new Float64Array(4);
      one[binaryCell(1, truth, label, 0)] = 5;
      return { weights: one, bins: 1, scores: [0.5] };
    };
    expect(binaryMetric('precision', only(1, 0))).toBeUndefined();
    expect(binaryMetric('recall', only(0, 1))).toBeUndefined();
    expect(binaryMetric('f1', only(0, 0))).toBeUndefined();
    expect(binaryMetric('roc_auc', only(1, 1))).toBeUndefined();
    expect(() => binaryMetric('brier', { weights: new Float64Array(4), bins: 1 })).toThrow('requires scores');
  });
});

describe('estimateBinary', () => {
  // Scores that are true probabilities in 20 bins; labels by a threshold; a calibration from 4,000 labelled events.
  const bins = 20;
  const scores = Array.from({ length: bins }, (_, bin) => (bin + 0.5) / bins);
  const uniform = uniforms(11);
  const drawn = (n: number, tilt: number) => {
    const weights = new Float64Array(4 * bins);
    const counts = new Float64Array(2 * bins);
    for (let event = 0; event < n; event++) {
      const bin = Math.min(bins - 1, Math.floor(bins * uniform() ** tilt));
      const label = bin >= 10 ? 1 : 0;
      counts[label * bins + bin]! += 1;
      weights[binaryCell(bins, uniform() < scores[bin]! ? 1 : 0, label, bin)]! += 1;
    }
    return { weights, counts };
  };
  const calibrationOf = (weights: Float64Array) => {
    const at = (truth: number, bin: number) =>
      weights[binaryCell(bins, truth, 0, bin)]! + weights[binaryCell(bins, truth, 1, bin)]!;
    const events = scores.map((_, bin) => at(0, bin) + at(1, bin));
    const { fitted, block } = isotonicFit(
      scores.map((_, bin) => at(1, bin) / Math.max(1, events[bin]!)),
      events,
    );
    const ofBlock = Array.from(block, (own) => events.reduce((sum, n, bin) => sum + (block[bin] === own ? n : 0), 0));
    return { probabilities: fitted, block, events: ofBlock };
  };

  it.each(metrics)('estimates %s of other questions, and its deviation is as large as it says', (metric) => {
    const rounds = 400;
    let [inside, error] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const calibration = calibrationOf(drawn(4000, 1).weights);
      const { weights, counts } = drawn(1000, 1.6);
      const estimate = estimateBinary(metric, { counts, bins, scores }, calibration)!;
      const truth = binaryMetric(metric, { weights, bins, scores })!.value;
      if (Math.abs(truth - estimate.value) <= 1.96 * estimate.deviation) inside++;
      error += (truth - estimate.value) / estimate.deviation / rounds;
    }
    // 95 % of 400, four standard deviations either way.
    expect(inside / rounds).toBeGreaterThan(0.905);
    expect(inside / rounds).toBeLessThan(0.99);
    expect(Math.abs(error)).toBeLessThan(0.25);
  });

  it('doubts more where the truth comes in clusters, and says nothing of no answers', () => {
    const { counts, weights } = drawn(1000, 1);
    const calibration = calibrationOf(weights);
    const plain = estimateBinary('accuracy', { counts, bins }, calibration)!;
    expect(estimateBinary('accuracy', { counts, bins }, calibration, 4)!.deviation).toBeCloseTo(
      2 * plain.deviation,
      12,
    );
    expect(estimateBinary('accuracy', { counts: new Float64Array(2 * bins), bins }, calibration)).toBeUndefined();
  });

  it.each(metrics)('knows how much %s of weighted answers varies by the labels', (metric) => {
    // Nothing is doubtful about the calibration; one answer in three stands for ten, whatever its score.
    const certain = {
      probabilities: scores,
      block: scores.map((_, bin) => bin),
      events: scores.map(() => Number.MAX_SAFE_INTEGER),
    };
    const rounds = 400;
    const apart: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const weights = new Float64Array(4 * bins);
      const counts = new Float64Array(2 * bins);
      let squares = 0;
      let total = 0;
      for (let event = 0; event < 1000; event++) {
        const bin = Math.min(bins - 1, Math.floor(bins * uniform() ** 1.6));
        const label = bin >= 10 ? 1 : 0;
        const weight = uniform() < 1 / 3 ? 10 : 1;
        counts[label * bins + bin]! += weight;
        weights[binaryCell(bins, uniform() < scores[bin]! ? 1 : 0, label, bin)]! += weight;
        squares += weight * weight;
        total += weight;
      }
      const answers = { counts, bins, scores, unevenness: squares / total };
      const { value, deviation } = estimateBinary(metric, answers, certain)!;
      apart.push((binaryMetric(metric, { weights, bins, scores })!.value - value) / deviation);
    }
    const square = apart.reduce((sum, z) => sum + z * z, 0) / rounds;
    // χ² with 400 degrees of freedom over 400, four standard deviations either way.
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / rounds));
  });
});

describe('expectedCalibrationError', () => {
  it('is the mean distance between scores and shares', () => {
    expect(expectedCalibrationError([10, 30], [5, 33], 100)).toBeCloseTo(0.08, 12);
    expect(() => expectedCalibrationError([1], [1, 2], 3)).toThrow('expectedCalibrationError requires');
  });
});

describe('foldedNormalMean', () => {
  it('is the mean of what is drawn', () => {
    const normal = normals(5);
    for (const [mean, deviation] of [
      [0, 1],
      [0.3, 0.5],
      [-2, 1],
    ] as const) {
      let sum = 0;
      for (let draw = 0; draw < 50_000; draw++) sum += Math.abs(mean + deviation * normal());
      expect(Math.abs(foldedNormalMean(mean, deviation) - sum / 50_000)).toBeLessThan(0.02);
    }
    expect(foldedNormalMean(-3, 0)).toBe(3);
  });
});

describe('skewedSf', () => {
  it('agrees with pearson3.sf of SciPy 1.17.1, and is the normal law without skew', () => {
    const expected = [
      [0.2, -1, 0.84177901081357],
      [0.2, 2, 0.027863739890520652],
      [0.2, 5, 5.924540335483916e-6],
      [1, 2, 0.04238011199168396],
      [1, 5, 0.0004742485461287347],
    ] as const;
    for (const [skewness, z, tail] of expected) expect(skewedSf(z, skewness) / tail).toBeCloseTo(1, 9);
    expect(skewedSf(3, 0)).toBe(normalSf(3));
    expect(skewedSf(3, -1)).toBe(normalSf(3));
    expect(skewedSf(-9, 1)).toBe(1);
  });

  it('has a quantile within a fiftieth', () => {
    for (const tail of [1e-2, 1e-5, 1e-8])
      for (const skewness of [-1, 0, 1e-3, 0.1, 0.5]) {
        const z = skewedQuantile(normalQuantile(tail), skewness);
        expect(skewedSf(0.98 * z, skewness)).toBeGreaterThan(tail);
        expect(skewedSf(1.02 * z, skewness)).toBeLessThan(tail);
      }
  });
});
