import type { CalmLevel } from '../budget/calm-level.js';
import type { Levels } from '../budget/levels.js';
import type { Grouping } from '../references/groupings.js';
import type { Reference } from '../references/reference.js';
import { effectiveSize } from './detector.js';
import { shiftTests } from './shift.js';

/** Sums in another order differ in their last digits: what lies this near to a limit is looked at in full. */
export const nearly = 1 - 1e-6;

/**
 * How far the windows of one length of a series may lie from the baseline until a test of `shape` or `shift` can be as
 * surprising as a level; why these are limits is said at `shapeIsCalm` and `Runs.areWithin`. They follow from the number of
 * values and the reference: where ticks are counted in events, windows hold as many again and again, and nothing is worked out
 * anew.
 */
export class CalmLimits {
  /** Whether windows hold enough values for a test of `shape`; else what follows down to `components` has no meaning. */
  isTested = false;
  grouping: Grouping | undefined;
  /** Of the distance of two distribution functions. */
  distance = 0;
  /** Of Σ(q − p)²/p over the groups, so that chi-square is within its own; and of chi-square itself. */
  squares = 0;
  chiSquare = 0;
  /** Of the same sum, so that no component can be beyond its own; and of each component, before it is scaled by √n_e. */
  inAll = 0;
  readonly components = [Infinity, Infinity, Infinity, Infinity];
  /** Of scores; see `Runs.areWithin`. Infinity where they are not tested. */
  scores = Infinity;
  private n = -1;
  private reference: Reference | undefined;

  constructor(
    readonly scale: number,
    readonly levels: Levels,
    readonly level: CalmLevel,
  ) {}

  /** Brings the limits to windows of so many values. @param reference of a number */
  of(n: number, reference: Reference): this {
    if (n === this.n && reference === this.reference) return this;
    this.n = n;
    this.reference = reference;
    const { worst } = reference.inForceAt(this.scale);
    const isKnown = reference.total > 0;
    this.isTested = isKnown && n / worst >= this.levels.policy.minimum_effective;
    if (this.isTested) this.forShape(n, reference);
    this.scores = isKnown ? this.ofScores(n, reference) : Infinity;
    return this;
  }

  private forShape(n: number, reference: Reference): void {
    const { level } = this;
    const { worst, spreads, chi2 } = reference.inForceAt(this.scale);
    const { tolerances } = this.levels.policy;
    const size = effectiveSize(n, reference.total);
    const root = Math.sqrt(size);
    this.grouping = reference.groupings.at(n);
    this.distance = tolerances.ks + Math.sqrt((level.ks * worst) / size) * nearly;
    const freedom = this.grouping.count - 1;
    this.chiSquare = freedom === 0 ? Infinity : level.chiSquare(freedom) * chi2 * nearly;
    this.squares = this.chiSquare / n;
    let least = Infinity;
    for (let j = 0; j < this.components.length; j++) {
      const limit = (tolerances.component + (level.z * spreads[j]!) / root) * nearly;
      this.components[j] = limit;
      least = Math.min(least, limit);
    }
    this.inAll = least * least;
  }

  /** The best run has the p-value runs · 2e · P(Z ≥ distance): above the level where the distance is below its quantile. */
  private ofScores(n: number, reference: Reference): number {
    // A run that is a part of the window has no more values, and so no less overdispersion.
    const overdispersion = reference.scoreDispersionAt(this.scale, n, this.levels.policy.minimum_effective);
    if (overdispersion === undefined) return Infinity;
    const limit = this.level.score(shiftTests(this.scale)) * nearly;
    return (limit * limit * overdispersion) / reference.total;
  }
}
