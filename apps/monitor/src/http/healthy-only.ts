import type { LeftOut } from '@anchorwatch/detection';
import { unresolvedStretches } from '@anchorwatch/incidents';
import type { ModelState } from '../roles/ledger-view.js';
import { invalid } from './errors.js';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** More of a range than this under incidents, and it is no healthy period. */
const MOST_LEFT_OUT = 0.5;

/**
 * What of a range lies under unresolved incidents and is not to be learnt, each stretch once.
 * @throws ApiError when it is more than half of the range
 */
export function healthyOnly(state: ModelState | undefined, range: Range): readonly LeftOut[] {
  const stretches = [...unresolvedStretches(state?.incidents.values() ?? [], range)];
  stretches.sort((one, other) => one.from - other.from || one.to - other.to);
  let reached = range.from;
  let covered = 0;
  for (const { from, to } of stretches) {
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  if (covered > MOST_LEFT_OUT * (range.to - range.from)) {
    const share = Math.round((100 * covered) / (range.to - range.from));
    const reasons = [...new Set(stretches.map(({ reason }) => reason))].slice(0, 5).join(', ');
    const reason = `${share} % of the range lies under unresolved incidents (${reasons}): resolve them, or choose another range`;
    throw invalid([{ field: 'from', reason }]);
  }
  return stretches;
}

/** Where a baseline comes from, in words, with what it left out. */
export function madeFrom(range: Range, left_out: readonly LeftOut[]): string {
  const words = `stored telemetry ${iso(range.from)} to ${iso(range.to)}`;
  if (left_out.length === 0) return words;
  const reasons = [...new Set(left_out.map(({ reason }) => reason))];
  const named =
    reasons.length > 3 ? `${reasons.slice(0, 3).join(', ')} and ${reasons.length - 3} more` : reasons.join(', ');
  return `${words}, without what lies under ${named}`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
