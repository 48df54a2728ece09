import { isBlind } from './bits/detector.js';
import type { Calibration } from './calibration.js';

/** Microseconds of one core for a question, fitted to what was measured (docs/compromise.md): hashes, tables and rates … */
const always = 50;
/** … distances, which are given up early when they grow long, so that the cost grows more slowly than the coordinates … */
const ofPoints = 120;
const growth = 0.6;
/** … and texts, at a thousand characters of each. */
const ofTexts = 1_000;

/** About how long one question takes a watcher with this calibration, in seconds of one core. A function of the calibration alone. */
export function readingCost({ space, detectors }: Pick<Calibration, 'space' | 'detectors'>): number {
  const points = space === null ? 0 : ofPoints * space.dimensions ** growth;
  const texts = detectors['texts'] === undefined || isBlind(detectors['texts']) ? 0 : ofTexts;
  return (always + points + texts) / 1e6;
}
