/** The state after a p-value, the level it was held against and whether it is a discovery. */
export interface FdrStep<State> {
  readonly state: State;
  readonly level: number;
  readonly discovered: boolean;
}

/**
 * A rule that decides on p-values one at a time so that, of all discoveries ever made, at most a share of alpha is expected
 * to be false. Pure: state and p-value in, state and decision out.
 *
 * The promise is about the list of discoveries and, but for LOND made for dependent ones, needs independent p-values. It says
 * nothing about how often a stream without a change alarms; for that, spend a budget.
 */
export interface OnlineFdr<State> {
  readonly start: State;
  /** @throws RangeError for a p-value outside of [0, 1] */
  step(state: State, pValue: number): FdrStep<State>;
}

/** Earned and spent so far: `age` counts p-values that were tested and were no candidates. */
export interface WealthState {
  readonly age: number;
  /** The age at each discovery: the one memory that grows, by a number a discovery. */
  readonly discoveries: readonly number[];
}

export interface WealthRule {
  readonly alpha: number;
  /** What may be spent before the first discovery, in (0, alpha). */
  readonly wealth: number;
  /** P-values above are not tested at all, in (candidate, 1]. */
  readonly discard: number;
  /** P-values up to this cost nothing, in [0, discard); none larger is ever a discovery. 0: every test costs. */
  readonly candidate: number;
  /** The share of the wealth that is spent at age j = 1, 2, …: not increasing, with sum at most 1. */
  readonly share: (age: number) => number;
}

/**
 * The common form of LORD++, SAFFRON and ADDIS, with a the age, aⱼ the age at discovery j:
 *
 *   level = (discard − candidate)·(w·γ(a + 1) + (alpha − w)·γ(a − a₁ + 1) + alpha·Σ_{j≥2} γ(a − aⱼ + 1))
 *
 * O(discoveries) a p-value.
 *
 * @see Tian & Ramdas (2019), ADDIS, https://arxiv.org/abs/1905.11465, of which the others are special cases
 */
export function wealthFdr(rule: WealthRule, name: string): OnlineFdr<WealthState> {
  const { alpha, wealth, discard, candidate, share } = rule;
  if (!(
    alpha > 0 &&
    alpha < 1 &&
    wealth > 0 &&
    wealth < alpha &&
    candidate >= 0 &&
    discard > candidate &&
    discard <= 1
  )) {
    throw new RangeError(`${name} requires 0 < wealth < alpha < 1 and 0 ≤ candidate < discard ≤ 1`);
  }
  const most = candidate > 0 ? candidate : discard;
  return {
    start: { age: 0, discoveries: [] },
    step({ age, discoveries }, pValue) {
      requirePValue(pValue, name);
      const earned = discoveries.reduce(
        (sum, at, place) => sum + (place === 0 ? alpha - wealth : alpha) * share(age - at + 1),
        0,
      );
      const level = Math.min(most, (discard - candidate) * (wealth * share(age + 1) + earned));
      const discovered = pValue <= level;
      const older = pValue <= discard && pValue > candidate ? age + 1 : age;
      return {
        state: { age: older, discoveries: discovered ? [...discoveries, older] : discoveries },
        level,
        discovered,
      };
    },
  };
}

export function requirePValue(pValue: number, name: string): void {
  if (!(pValue >= 0 && pValue <= 1)) throw new RangeError(`${name} requires p-values in [0, 1]`);
}

/** Spending that LORD and LOND were proposed with: .0772·ln(max(j, 2)) / (j·e^√ln j), with sum 1. */
export function slowShare(age: number): number {
  return (0.07720838 * Math.log(Math.max(age, 2))) / (age * Math.exp(Math.sqrt(Math.log(age))));
}

/** Spending that SAFFRON and ADDIS were proposed with: .4375·j^−1.6, with sum 1. */
export function powerShare(age: number): number {
  return 0.4374901658 / age ** 1.6;
}
