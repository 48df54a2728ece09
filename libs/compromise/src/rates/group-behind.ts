import type { Groups } from '../principals/groups.js';
import type { CriticalCounts } from './critical-count.js';
import type { Excess } from './pooled-rate.js';

/**
 * The group that stands behind too full a window of everybody's: without its members' questions the window would be ordinary. It costs no false alarm more, since
 * the window is too full as it is.
 *
 * @param askers of whom the bit spoke in the window, and how often it was set
 * @returns its name; '' where none does
 */
export function groupBehind(
  { window, set, rate }: Excess,
  askers: ReadonlyMap<string, { readonly spoke: number; readonly set: number }>,
  groups: Groups,
  counts: CriticalCounts,
): string {
  const sums = new Map<string, { spoke: number; set: number }>();
  for (const [asker, own] of askers) {
    const group = groups.of(asker);
    const sum = sums.get(group) ?? { spoke: 0, set: 0 };
    sums.set(group, { spoke: sum.spoke + own.spoke, set: sum.set + own.set });
  }
  sums.delete('');
  const [heaviest] = [...sums].sort((a, b) => b[1].set - a[1].set || (a[0] < b[0] ? -1 : 1));
  if (heaviest === undefined) return '';
  const [group, own] = heaviest;
  const rest = window - own.spoke;
  return rest <= 0 || set - own.set < counts.at(rest, rate) ? group : '';
}
