/** Reports that make the level. */
export const levelReports = 32;
/** The standard deviation of normal values over their median absolute deviation. */
const normal = 1.4826;

/** How far a value lies above the level of those before it. */
export interface Rise {
  /** In robust standard deviations of those before. */
  readonly rise: number;
  readonly level: number;
  readonly spread: number;
}

/** The level of the last 32 values, which outliers hardly move. */
export class LocalLevel {
  private readonly values: number[] = [];

  /** Undefined while there are fewer than 32 values before, or where half of them are the same. Then takes the value in. */
  read(value: number): Rise | undefined {
    const rise = this.values.length < levelReports ? undefined : this.riseOf(value);
    this.values.push(value);
    if (this.values.length > levelReports) this.values.shift();
    return rise;
  }

  /** Begins anew, as after a return to an earlier step. */
  forget(): void {
    this.values.length = 0;
  }

  private riseOf(value: number): Rise | undefined {
    const level = medianOf(this.values);
    const spread = normal * medianOf(this.values.map((before) => Math.abs(before - level)));
    return spread > 0 ? { rise: (value - level) / spread, level, spread } : undefined;
  }
}

/** The upper one of two in the middle. */
export function medianOf(values: readonly number[]): number {
  return Float64Array.from(values).sort()[Math.floor(values.length / 2)]!;
}
