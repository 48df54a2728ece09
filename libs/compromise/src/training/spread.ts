import { skewedSf } from '@anchorwatch/stats';
import type { Excess } from './excess.js';

/** Where the excesses of clean sources lie, and how far they lie apart beyond chance. */
export interface Spread {
  readonly centre: number;
  /** Standard deviation between clean sources. */
  readonly deviation: number;
  /** Whether it was measured; otherwise there were too few sources and it is taken for what it is. */
  readonly isMeasured: boolean;
}

/** With fewer sources their spread is not measured. */
export const fewestSources = 5;
/** The spread of sources that cannot be measured: two points. */
const unmeasured = 0.02;
/** Nobody differs less than this from others by nature: half a point. */
const least = 0.005;
/** The median of a squared standard normal value. */
const medianOfSquare = 0.454_936;

/**
 * Measures the spread of sources by medians, so that bad sources, while they are a minority, do not hide themselves by widening it:
 * the τ with median((ε̂ − centre)² / (v + τ²)) = .4549, and one standard error of τ on top.
 *
 * @param excesses of all sources; those of few rows weigh little
 * @see Mandel & Paule (1970), Anal. Chem. 42(11):1194–1197, for the moment equation whose mean is a median here
 */
export function spreadOf(excesses: readonly Pick<Excess, 'rate' | 'variance'>[]): Spread {
  const weights = excesses.map(({ variance }) => 1 / (variance + unmeasured ** 2));
  const centre = weightedMedian(
    excesses.map(({ rate }) => rate),
    weights,
  );
  if (excesses.length < fewestSources) return { centre, deviation: unmeasured, isMeasured: false };
  const middle = (squared: number) =>
    weightedMedian(
      excesses.map(({ rate, variance }) => (rate - centre) ** 2 / (variance + squared)),
      weights,
    );
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60 && middle(0) > medianOfSquare; step++) {
    const half = (low + high) / 2;
    if (middle(half) > medianOfSquare) low = half;
    else high = half;
  }
  const deviation = middle(0) > medianOfSquare ? Math.sqrt(high) : 0;
  // The median of n squares is known to 1.17/√n of itself.
  return { centre, deviation: Math.max(least, deviation * (1 + 1.17 / Math.sqrt(excesses.length))), isMeasured: true };
}

/**
 * The chance that a clean source shows so many flips. Rows and sources vary together by Pearson's third law; clean sources lie
 * to the right of their centre rather than to the left, as rates near 0 do (a gamma law whose deviation is half its mean).
 */
export function chanceOf({ rate, variance, third }: Excess, { centre, deviation }: Spread): number {
  const whole = variance + deviation ** 2;
  return skewedSf((rate - centre) / Math.sqrt(whole), (third + deviation ** 3) / whole ** 1.5);
}

/** The value below which half of the weight lies; 0 of none. */
function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  const order = values.map((_, at) => at).sort((a, b) => values[a]! - values[b]!);
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  let sum = 0;
  for (const at of order) if ((sum += weights[at]!) >= half) return values[at]!;
  return 0;
}
