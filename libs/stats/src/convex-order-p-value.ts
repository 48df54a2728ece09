import { normalLogSf } from './normal-log-sf.js';

/**
 * Upper bound of the chance that |X| is at least x, for any X that is below a standard normal variable in convex order
 * (E f(X) ≤ E f(Z) for every convex f), such as a sum of `normalScores` of n values divided by √n:
 *
 *   P(|X| ≥ x) ≤ min(1, 2e·P(Z ≥ x))
 *
 * By P(X ≥ x) ≤ E(X − t)₊/(x − t) for every t < x, and because the normal tail is log-concave. It holds for every n.
 *
 * @param x any number; its sign does not matter
 * @see Pinelis (1998), Progress in Probability 43:297–314, for the constant e
 */
export function convexOrderPValue(x: number): number {
  return Math.min(1, 2 * Math.exp(1 + normalLogSf(Math.abs(x))));
}
