import { quantileEdges } from '@anchorwatch/stats';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { BaselineSubject, PointRule } from '../baselines/baseline.js';
import { featureOfSubject } from '../counting/subjects.js';
import { fitComponents, reconstructionError } from './components.js';
import { pointReader } from './point.js';

type Features = InferenceEvent['features'];

const mostNumbers = 64;
const bins = 60;

/** Numbers that vary, the most complete first (then by name), at most 64. Text and flags are left out. */
export function pointRule(features: readonly BaselineSubject[], rows: readonly Features[]): PointRule {
  const numbers = features
    .filter(({ sd }) => sd !== undefined && sd > 0 && Number.isFinite(sd))
    .map(({ subject, mean, sd }) => {
      const feature = featureOfSubject(subject);
      const found = rows.reduce((count, row) => count + (typeof row[feature] === 'number' ? 1 : 0), 0);
      return { feature, mean: mean!, sd: sd!, found };
    })
    .sort((a, b) => b.found - a.found || (a.feature < b.feature ? -1 : 1))
    .slice(0, mostNumbers);
  return {
    features: numbers.map(({ feature }) => feature),
    means: numbers.map(({ mean }) => mean),
    sds: numbers.map(({ sd }) => sd),
  };
}

/** The distance to the principal components, as one more number; none with fewer than two numeric features. */
export function planError(features: readonly BaselineSubject[], rows: readonly Features[]): readonly BaselineSubject[] {
  const point = pointRule(features, rows);
  if (point.features.length < 2) return [];
  const components = fitComponents(point, rows);
  const read = pointReader(point);
  const directions = components.map((component) => Float64Array.from(component));
  const errors = Float64Array.from(rows, (row) => reconstructionError(read(row), directions));
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length;
  return [
    {
      subject: 'reconstruction error',
      role: 'reconstruction error',
      bins: { kind: 'quantile', edges: quantileEdges(errors.sort(), bins) },
      ordered: true,
      psi_groups: [],
      mean,
      sd: Math.sqrt(variance),
      derived: { kind: 'reconstruction error', point, components },
      profiles: [],
    },
  ];
}
