import type { Overdispersion } from '../baselines/baseline.js';

/** A chi-square with so many degrees of freedom, times its overdispersion. */
export interface ChiSquareLaw {
  readonly degreesOfFreedom: number;
  readonly overdispersion: number;
}

/**
 * The laws that a chi-square of a joint subject is held against: of parts that vary by themselves, and, where the baseline's
 * windows show that they do not, of fewer parts that vary together. What surprises both is surprising.
 * @param degreesOfFreedom > 0
 */
export function lawsOf(
  degreesOfFreedom: number,
  { chi2, clumps }: Pick<Overdispersion, 'chi2' | 'clumps'>,
): readonly ChiSquareLaw[] {
  const plain = { degreesOfFreedom, overdispersion: chi2 };
  if (clumps === undefined || clumps.freedom >= degreesOfFreedom) return [plain];
  const { factor, freedom } = clumps;
  return [plain, { degreesOfFreedom: freedom, overdispersion: (factor * degreesOfFreedom) / freedom }];
}
