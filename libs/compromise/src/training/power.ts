import type { Excess } from './excess.js';
import { chanceOf, type Spread } from './spread.js';

/**
 * Nine attacks of ten are to be found: 1.28 deviations if rates and spread were known. They are estimates that an attack moves as
 * well, and two deviations are what it took on real tables (bench/training-set.mjs).
 */
const wantedDeviations = 2;
/** More flips than this turn a label round. */
const mostFlips = 0.5;

/**
 * The smallest share of flipped labels that would be found nine times in ten with the rows that a source has.
 *
 * @param level of the test
 * @param least the excess below which nobody is accused
 * @returns null when even half of the labels flipped would not be
 */
export function smallestFlipRate(excess: Excess, spread: Spread, level: number, least: number): number | null {
  const needed = Math.max(least, criticalExcess(excess, spread, level));
  const isFound = (rate: number) =>
    rate - needed >= wantedDeviations * Math.sqrt(excess.varianceAt(rate) + spread.deviation ** 2);
  if (!isFound(mostFlips)) return null;
  let low = 0;
  let high = mostFlips;
  for (let step = 0; step < 40; step++) {
    const half = (low + high) / 2;
    if (isFound(half)) high = half;
    else low = half;
  }
  return high;
}

/** The excess above the centre from which on the test rejects. */
export function criticalExcess(excess: Excess, spread: Spread, level: number): number {
  let low = 0;
  let high = 4;
  for (let step = 0; step < 50; step++) {
    const half = (low + high) / 2;
    if (chanceOf({ ...excess, rate: spread.centre + half }, spread) > level) low = half;
    else high = half;
  }
  return high;
}
