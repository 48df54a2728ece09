import { huberRegression, type RobustLine } from '@anchorwatch/stats';
import { atShare } from './quantile.js';

/** What is expected of a logarithm given others, and how far above it 1 % of healthy questions lie. */
export interface FittedResidual {
  readonly line: RobustLine;
  /** Stands in for a predictor that a question lacks: the healthy median. */
  readonly typical: readonly number[];
  readonly limit: number;
}

/** One healthy question: its predictors (undefined where it has none), and what they predict. */
export interface Measured {
  readonly sizes: readonly (number | undefined)[];
  readonly value: number;
}

/**
 * Fits log(1 + value) on the logs of the sizes by a robust line to every other healthy question; those in between say what residual is ordinary, so that
 * the line is not judged by what it was fitted to.
 *
 * @see Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World: split conformal prediction
 */
export function fitResidual(healthy: readonly Measured[]): FittedResidual {
  const width = healthy[0]!.sizes.length;
  const typical = Array.from({ length: width }, (_, k) => {
    const known = healthy.map(({ sizes }) => sizes[k]).filter((size) => size !== undefined);
    return known.length === 0 ? 0 : atShare(known, 0.5);
  });
  const rowOf = ({ sizes }: Measured) => sizes.map((size, k) => log(size ?? typical[k]!));
  const [fit, rest] = [healthy.filter((_, k) => k % 2 === 0), healthy.filter((_, k) => k % 2 === 1)];
  const line = huberRegression(
    fit.map(rowOf),
    fit.map(({ value }) => log(value)),
  );
  const unjudged = { line, typical, limit: 0 };
  const limit = atShare(
    rest.map((measured) => residualOf(unjudged, measured)),
    0.99,
  );
  return { line, typical, limit };
}

/** By how much the logarithm is above what is expected. */
export function residualOf(fitted: FittedResidual, measured: Measured): number {
  return log(measured.value) - expectedLog(fitted, measured.sizes);
}

/** What is expected, as it is measured. */
export function expectedOf(fitted: FittedResidual, sizes: Measured['sizes']): number {
  return Math.max(0, Math.expm1(expectedLog(fitted, sizes)));
}

function expectedLog({ line, typical }: FittedResidual, sizes: Measured['sizes']): number {
  let sum = line.intercept;
  for (let k = 0; k < sizes.length; k++) sum += line.slopes[k]! * log(sizes[k] ?? typical[k]!);
  return sum;
}

function log(value: number): number {
  return Math.log1p(Math.max(0, value));
}
