import { declarations } from './bits/detectors.js';
import { findsGroups, judgedAt, narrowest, pooledAlpha, principalAlpha, type CompromiseBudget } from './budget.js';
import type { BitCalibration, Calibration } from './calibration.js';
import type { Declaration, Suspicion } from './declaration.js';
import type { JudgedLevel } from './question.js';
import { CriticalCounts } from './rates/critical-count.js';
import type { Dispersion } from './rates/measure-dispersion.js';
import type { PooledNull } from './rates/pooled-rate.js';

/** One kind of bit, and what it does in healthy traffic. */
export interface Watched {
  readonly declaration: Declaration;
  readonly calibration: BitCalibration;
}

/** What one kind of bit is held to under a budget. */
export interface Limits {
  /** Critical counts of everybody by window. */
  readonly pooled: ReadonlyMap<number, CriticalCounts>;
  /** Critical counts of principals; absent where the calibration does not suffice. */
  readonly principals: ReadonlyMap<JudgedLevel, CriticalCounts>;
}

/** The bits that are calibrated, in the order of their masks. */
export function watchedOf({ bits }: Calibration): readonly Watched[] {
  return declarations.flatMap((declaration) => {
    const calibration = bits.find(({ bit }) => bit === declaration.name);
    return calibration === undefined ? [] : [{ declaration, calibration }];
  });
}

export function limitsOf(bit: BitCalibration, calibration: Calibration, budget: CompromiseBudget): Limits {
  const alpha = principalAlpha(calibration, budget, bit);
  return {
    pooled: new Map(
      bit.pooled.map(({ window, factor }) => [
        window,
        new CriticalCounts(pooledAlpha(calibration, budget, window), () => factor),
      ]),
    ),
    principals: new Map(
      judgedAt(bit, findsGroups(calibration)).map((level) => [
        level,
        new CriticalCounts(alpha, (window) => factorAt(dispersionAt(bit, level), window)),
      ]),
    ),
  };
}

/** What is a sign of the questions that somebody asks: drift of all questions sets it too, and that is no attack. */
const ofQuestions: readonly Suspicion[] = ['extraction', 'evasion', 'membership probing', 'backdoor'];

/** What everybody's bits of one kind are held against. */
export function pooledNullOf({ declaration, calibration }: Watched, regulars: ReadonlySet<string>): PooledNull {
  const { never, once = false, suspicion } = declaration;
  const isMoved = !never && ofQuestions.includes(suspicion);
  return { rate: calibration.rate.pooled, never, once, regulars: isMoved ? regulars : new Set() };
}

/** How often a principal of healthy traffic sets a bit: by the calibration, some set it more often than others. */
export function healthyRate({ rate, principals }: BitCalibration, level: JudgedLevel, principal: string): number {
  return level === 'group' ? rate.principal : Math.max(rate.principal, principals[level]!.own[principal] ?? 0);
}

/**
 * How much counts in windows of one principal vary from those of others. Healthy traffic has hardly any groups, so a group may differ from others as one principal of
 * the narrowest level does.
 */
export function dispersionAt(bit: BitCalibration, level: JudgedLevel): readonly Dispersion[] {
  return bit.principals[level === 'group' ? narrowest(bit)! : level]!.dispersion;
}

/** How much counts of windows of one length vary; the windows are those that were measured. */
export function factorAt(dispersion: readonly Dispersion[], window: number): number {
  return dispersion.find((measured) => measured.window === window)!.factor;
}
