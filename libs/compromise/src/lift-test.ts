import { chiSquareLogSf, gTwoSample } from '@anchorwatch/stats';

/** How many have something, and how many do not. */
export type Counts = readonly [have: number, lack: number];

/** By how much likelier something is inside than among all, and the chance of that by the G-test: 1 where it is no likelier. */
export interface Lift {
  readonly lift: number;
  readonly pValue: number;
}

/** Whether something is likelier inside a group than outside. Both groups hold at least one. */
export function liftOf(inside: Counts, outside: Counts): Lift {
  const size = inside[0] + inside[1];
  const rate = (inside[0] + outside[0]) / (size + outside[0] + outside[1]);
  const lift = rate === 0 ? 0 : inside[0] / size / rate;
  if (lift <= 1) return { lift, pValue: 1 };
  return { lift, pValue: Math.exp(chiSquareLogSf(gTwoSample(outside, inside).statistic, 1)) };
}
