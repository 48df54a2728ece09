import type { LeftOut } from '@anchorwatch/detection';
import type { IncidentRecord } from './incident.js';

/**
 * The stretches of [from, to) in event time that lie under an incident nobody has resolved: from the beginning of each
 * finding's window until it was last seen, or without end while it lasts. A baseline must not learn from them.
 */
export function unresolvedStretches(
  incidents: Iterable<IncidentRecord>,
  range: { readonly from: number; readonly to: number },
): readonly LeftOut[] {
  const found: LeftOut[] = [];
  for (const { id, state, evidence } of incidents) {
    if (state === 'resolved') continue;
    for (const { window, ended_at } of evidence) {
      const from = Math.max(range.from, window.from);
      const to = Math.min(range.to, ended_at?.time ?? Infinity);
      if (from < to) found.push({ from, to, reason: `incident ${id}` });
    }
  }
  return found;
}
