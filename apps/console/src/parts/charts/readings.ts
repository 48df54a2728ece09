import type { Verdict } from '../../data/verdicts.js';
import { ksApplies, ksNoise, surprise } from '../../words/says.js';

/** PSI and KS are effects; surprise is that of the most surprising test, whichever it is. */
export type Effect = 'psi' | 'ks' | 'surprise';

export const effectWords: Readonly<Record<Effect, string>> = { psi: 'PSI', ks: 'KS', surprise: 'Surprise' };

/** One effect of one window. `noise` and `critical` are undefined where there is no test: too few events, or no order. */
export interface Reading {
  readonly at: number;
  readonly value: number;
  readonly noise: number | undefined;
  readonly critical: number | undefined;
  readonly mark: 'alarm' | 'insufficient' | 'none';
}

/** The reading of a verdict; undefined when the effect does not apply to its subject. */
export function readingOf(verdict: Verdict, effect: Effect): Reading | undefined {
  const { value, critical, noise } = levelsOf(verdict, effect);
  if (!Number.isFinite(value) || (effect === 'ks' && !ksApplies(verdict))) return undefined;
  return {
    at: verdict.window_to,
    value,
    noise: usable(noise),
    critical: usable(critical),
    mark: verdict.alarm ? 'alarm' : verdict.insufficient ? 'insufficient' : 'none',
  };
}

function levelsOf(verdict: Verdict, effect: Effect): { value: number; critical: number; noise: number } {
  switch (effect) {
    case 'psi':
      return { value: verdict.psi, critical: verdict.psi_critical, noise: verdict.psi_noise };
    case 'ks':
      return { value: verdict.ks, critical: verdict.ks_critical, noise: ksNoise(verdict.ks_critical, verdict.alpha) };
    case 'surprise':
      // Of how many tests it is the largest differs from window to window: what noise gives is not said.
      return { value: surprise(verdict), critical: 1, noise: NaN };
  }
}

/** The highest value to draw, and whether it dwarfs the critical values so much that roots must be drawn instead. */
export function heightOf(readings: readonly Reading[]): { most: number; steep: boolean } {
  const most = Math.max(1e-6, ...readings.flatMap(({ value, critical = 0 }) => [value, critical]));
  const critical = Math.max(0, ...readings.map((reading) => reading.critical ?? 0));
  return { most, steep: critical > 0 && most > 6 * critical };
}

/** Runs of readings that have a level, so that a line is not drawn through windows without one. */
export function stretches(
  readings: readonly Reading[],
  level: 'noise' | 'critical',
): readonly (readonly { at: number; value: number }[])[] {
  const runs: { at: number; value: number }[][] = [];
  let current: { at: number; value: number }[] | undefined;
  for (const reading of readings) {
    const value = reading[level];
    if (value === undefined) current = undefined;
    else if (current) current.push({ at: reading.at, value });
    else runs.push((current = [{ at: reading.at, value }]));
  }
  return runs;
}

function usable(level: number): number | undefined {
  return Number.isFinite(level) && level > 0 ? level : undefined;
}
