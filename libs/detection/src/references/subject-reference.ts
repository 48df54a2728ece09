import type { BaselineProfile, BaselineSubject, TickRule } from '../baselines/baseline.js';
import { besides, putInto, valuesIn } from '../counting/beside.js';
import type { Summed } from '../comparing/compared-counts.js';
import { Expected } from './expected.js';
import { Reference } from './reference.js';
import { PhaseMix } from '../phases/phase-mix.js';
import { lengthOf, phaseOf, phasesOf } from '../phases/phase-of.js';

/**
 * What one subject of one segment is compared with. Where the baseline keeps phases, a vector of counts carries beside
 * them how many of its values, and of all its events, fell into each group of hours: these add like the counts do.
 */
export class SubjectReference {
  readonly pooled: Reference;
  /** Length of a plain vector of counts: bins and what is beside them. */
  readonly plain: number;
  /** Length of a vector with the groups of hours behind it, and at its end how many values are in bins. */
  readonly size: number;
  private readonly mix: PhaseMix | undefined;
  private readonly groups: number;
  private readonly known = new WeakMap<Expected, Reference>();

  constructor(
    subject: BaselineSubject,
    private readonly profile: BaselineProfile,
    private readonly tick: TickRule,
  ) {
    const { phases } = profile;
    this.pooled = Reference.of(subject, profile);
    this.plain = this.pooled.bins + besides.length;
    this.groups = phases?.counts.length ?? 0;
    this.size = this.plain + 2 * this.groups + 1;
    this.mix = phases && new PhaseMix(phases.counts, subject);
  }

  /** Writes the counts of one tick into a vector, with all that belongs behind them. */
  place(tick: number, profile: Summed, vector: Uint32Array): void {
    const n = putInto(vector, profile.counts, profile);
    vector[this.size - 1] = n;
    const { phases } = this.profile;
    if (phases === undefined || this.tick.kind !== 'time') return;
    vector.fill(0, this.plain, this.size - 1);
    const group = this.plain + phases.groups[phaseOf(tick, this.tick.ms, phases.season)]!;
    vector[group] = n;
    vector[group + this.groups] = valuesIn(vector, this.pooled.bins);
  }

  /** Normal scores of a tick's values: among those of its own hours, where the baseline knows them. */
  scoresAt(tick: number): readonly number[] {
    const { phases } = this.profile;
    if (phases === undefined || this.mix === undefined || this.tick.kind !== 'time') return this.pooled.scores;
    const own = this.mix.scoresOf(phases.groups[phaseOf(tick, this.tick.ms, phases.season)]!);
    return own.length > 0 ? own : this.pooled.scores;
  }

  /** The reference of a window, by its vector: of its own hours where the baseline knows them. */
  at(vector: Uint32Array): Reference {
    const { phases } = this.profile;
    if (phases === undefined || this.mix === undefined) return this.pooled;
    const behind = vector.subarray(this.plain);
    const expected = this.mix.of(behind.subarray(0, this.groups), behind.subarray(this.groups));
    if (expected === undefined) return this.pooled;
    let reference = this.known.get(expected);
    if (reference === undefined) {
      reference = this.pooled.within(expected, phases.overdispersion);
      this.known.set(expected, reference);
    }
    return reference;
  }

  /**
   * The reference of a stretch of any length, by its events in the hours of the week.
   * @param values     in bins, 168 numbers from Monday 00:00 UTC on
   * @param everything values in bins and not
   */
  ofHours(values: ArrayLike<number>, everything: ArrayLike<number>): Reference {
    const { phases } = this.profile;
    if (phases === undefined) return this.pooled;
    const vector = new Uint32Array(this.size);
    for (let hour = 0; hour < phasesOf.week; hour++) {
      const group = this.plain + phases.groups[hour % phasesOf[phases.season]]!;
      vector[group]! += values[hour]!;
      vector[group + this.groups]! += everything[hour]!;
    }
    return this.at(vector);
  }

  /** The reference of a window of so many ticks at no time in particular: it knows as many seasons, of fewer hours. */
  typical(scale: number): Reference {
    const { phases } = this.profile;
    if (phases === undefined || this.tick.kind !== 'time') return this.pooled;
    const share = Math.min(1, Math.max(1 / phases.counts.length, (scale * this.tick.ms) / lengthOf(phases.season)));
    return this.pooled.within(Expected.of(this.profile, this.pooled.subject).scaled(share), phases.overdispersion);
  }
}
