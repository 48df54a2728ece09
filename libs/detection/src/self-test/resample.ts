import type { Baseline } from '../baselines/baseline.js';
import type { MergedProfile } from '../counting/profile.js';
import { scalesOf, type JudgePolicy } from '../budget/policy.js';
import type { TickProfiles } from './trial.js';

/** One stretch of traffic put together from pieces of another, made as it is asked for: tick numbers ascend without gaps. */
export type Resample = Generator<readonly [number, readonly MergedProfile[]], void>;

const dayMs = 86_400_000;
const weekDays = 7;
const mostTicks = 5_000;

/**
 * Traffic in which nothing can be wrong: blocks of healthy ticks drawn with replacement. A block is a day where there are at
 * least seven, put on a day of the same name where there are two of that name, so that seasons and what lies within a day stay
 * as they are; else as many ticks as an eighth of the longest window.
 *
 * @param random uniform in [0, 1)
 * @returns about as many ticks as there were, at most 5,000
 * @see Künsch (1989), Annals of Statistics 17(3):1217–1241: the block bootstrap
 */
export function* resample(
  baseline: Baseline,
  ticks: TickProfiles,
  policy: Pick<JudgePolicy, 'largest_window_ticks'>,
  random: () => number,
): Resample {
  const numbers = [...ticks.keys()];
  const [first, last] = [numbers[0]!, numbers.at(-1)!];
  const perDay = baseline.tick.kind === 'time' ? dayMs / baseline.tick.ms : 0;
  const byDay = perDay >= 1 && Number.isInteger(perDay) && last - first + 1 >= weekDays * perDay;
  const length = byDay
    ? perDay
    : Math.max(1, Math.round(scalesOf(baseline.ticks, policy.largest_window_ticks).at(-1)! / 8));
  // Whole blocks only: a piece at an edge would be too quiet.
  const start = byDay ? Math.ceil(first / length) : Math.floor(first / length);
  const blocks = Math.max(1, Math.floor((last + 1) / length) - start);
  const wanted = Math.max(1, Math.min(blocks, Math.floor(mostTicks / length)));
  for (let block = 0; block < wanted; block++) {
    const from = drawn(block, blocks, byDay, random);
    for (let place = 0; place < length; place++) {
      const tick = (start + block) * length + place;
      const profiles = ticks.get((start + from) * length + place) ?? [];
      yield [tick, profiles.map((profile) => ({ ...profile, tick }))];
    }
  }
}

/** The block that stands in for another: of the same day of the week where there is more than one. */
function drawn(block: number, blocks: number, byDay: boolean, random: () => number): number {
  if (!byDay || blocks < 2 * weekDays) return Math.floor(random() * blocks);
  const weekday = block % weekDays;
  const same = Math.floor((blocks - 1 - weekday) / weekDays) + 1;
  return weekday + weekDays * Math.floor(random() * same);
}
