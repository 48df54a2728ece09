import type { SubjectRole } from '../baselines/baseline.js';

export type DetectorName = 'feature drift' | 'output shift' | 'performance' | 'compromise';
export type Tier = 'alarm' | 'watch' | 'digest';

/** One statistic of one window. */
export interface TestResult {
  /** `ks`, `v1` … `v4`, `shift`, `chi2`, `correlation`, `mmd`, `share:<category>`, `new`, `nulls`, `wrong type`, `nans`, `infinities`,
   * `below`, `above`, `rate`, `volume`, `constant`, or a measure of performance; in findings `grown`, which is beside the
   * episode's own former events. */
  readonly statistic: string;
  readonly value: number;
  readonly p_value: number;
  /** The value at which p_value would be alpha. */
  readonly critical: number;
}

/** Every statistic of one window against its baseline; stored, alarm or not. */
export interface Verdict {
  readonly model: string;
  readonly model_version: string;
  readonly baseline: string;
  readonly detector: DetectorName;
  readonly subject: string;
  readonly role: SubjectRole;
  readonly segment: string;
  /** Window length in ticks, and its last tick. */
  readonly scale: number;
  readonly tick: number;
  readonly window_from: number;
  readonly window_to: number;
  readonly first_offset: number;
  readonly last_offset: number;
  readonly n: number;
  /** n divided by the overdispersion in force. */
  readonly n_effective: number;
  /** Below the floor n_effective >= 40: shown, not tested. */
  readonly insufficient: boolean;
  /** Effect sizes: always computed and shown. PSI in nats over the ten display groups. */
  readonly psi: number;
  /** 95 % of what noise alone would give for the PSI, and its value at alpha. */
  readonly psi_noise: number;
  readonly psi_critical: number;
  readonly ks: number;
  readonly ks_p_value: number;
  readonly ks_critical: number;
  readonly jensen_shannon: number;
  readonly hellinger: number;
  /** In ridits, 0 to 0.5. */
  readonly wasserstein: number;
  /** The same in the unit of the feature, outer bins closed at the least and most of the baseline; 0 where it has none. */
  readonly wasserstein_units: number;
  /** Shares of all values. */
  readonly null_share: number;
  readonly wrong_type_share: number;
  readonly nan_share: number;
  readonly infinite_share: number;
  /** Shares of the values in bins: never seen in the baseline, below its least, above its most. */
  readonly new_share: number;
  readonly below_share: number;
  readonly above_share: number;
  /** The tests that count against the budget, the most surprising first. */
  readonly tests: readonly TestResult[];
  /** Per-test share of the alarm budget in this window. */
  readonly alpha: number;
  /** What its tests cost of the alarm budget: their shares, each at its price, whether or not they gave a result. */
  readonly cost: number;
  /** Of the most surprising test; in units of its own share where statistics have different ones. */
  readonly p_value: number;
  readonly alarm: boolean;
  /** In words, for people: `higher by 0.41 sd, wider`. */
  readonly words: string;
}
