import type { TickRule } from '../baselines/baseline.js';
import type { MergedProfile } from '../counting/profile.js';
import type { PerformanceWindow } from './performance-row.js';

/** Fewer events would make every figure mostly noise. */
export const fewestEventsOfWindow = 1_000;

/**
 * Cuts closed ticks into consecutive windows of whole ticks with at least 1,000 events each. What is left over at the end is
 * cut when more ticks have closed: the windows do not depend on when they are cut.
 * @param traffic profiles of `volume` of the whole traffic, in tick order, from where the last window ended
 */
export function planWindows(rule: TickRule, traffic: readonly MergedProfile[]): readonly PerformanceWindow[] {
  const windows: PerformanceWindow[] = [];
  let open: MergedProfile[] = [];
  let events = 0;
  for (const profile of traffic) {
    open.push(profile);
    events += profile.counts[0]!;
    if (events < fewestEventsOfWindow) continue;
    windows.push(windowOf(rule, open));
    [open, events] = [[], 0];
  }
  return windows;
}

function windowOf(rule: TickRule, ticks: readonly MergedProfile[]): PerformanceWindow {
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  const byTime = rule.kind === 'time';
  return {
    first_tick: first.tick,
    tick: last.tick,
    from: byTime ? first.tick * rule.ms : Math.min(...ticks.map(({ first_time }) => first_time)),
    to: byTime ? (last.tick + 1) * rule.ms : Math.max(...ticks.map(({ last_time }) => last_time)),
    first_offset: Math.min(...ticks.map(({ first_offset }) => first_offset)),
    last_offset: Math.max(...ticks.map(({ last_offset }) => last_offset)),
  };
}
