import type { TickRule } from '@anchorwatch/detection';

/** Fine enough to be quick, coarse enough for at least 50 ticks in the baseline wherever it has 1,000 rows. */
export function defaultTick(baselineRows: number): TickRule {
  return { kind: 'count', events: Math.min(500, Math.max(20, Math.floor(baselineRows / 500))) };
}
