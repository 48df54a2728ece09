import type { Churn, ChurnCounts } from '@anchorwatch/compromise';
import type { ChurnReport } from './ask-churn.js';

const LISTED = 20;

/** What a release changed, as a person reads it in a terminal. */
export function churnText({ model, from_version, to_version, traffic, golden }: ChurnReport): string {
  const lines = [
    `${model}, version "${from_version}" to "${to_version}"`,
    ...of('questions that callers asked of both', traffic),
    ...(golden === null ? [] : ['', ...of('golden questions asked of both', golden)]),
  ];
  if (traffic.compared === 0)
    lines.push(
      '',
      'No question was asked of both versions: configure a probe, which asks the same of each (compromise.probes).',
    );
  return lines.join('\n');
}

/** Whether any answer changed. */
export function isChanged({ traffic, golden }: ChurnReport): boolean {
  return traffic.share > 0 || (golden?.share ?? 0) > 0;
}

function of(what: string, churn: Churn): readonly string[] {
  const { old_questions, new_questions, incomparable, left_out, segments, turns } = churn;
  return [
    `${shown(churn)} of ${what} (different ones; ${old_questions} of the former, ${new_questions} of the latter)`,
    ...(incomparable > 0 ? [`!  ${incomparable} have answers with nothing in common`] : []),
    ...(left_out > 0 ? [`!  ${left_out} askings are not counted: too many different questions`] : []),
    ...segments.slice(0, LISTED).map((segment) => `  ${segment.segment}: ${shown(segment)}`),
    ...(segments.length > LISTED ? [`  and ${segments.length - LISTED} more segments (--json lists all)`] : []),
    ...turns.slice(0, LISTED).map(({ from, to, questions }) => `  ${from} → ${to}: ${questions}`),
  ];
}

function shown({ compared, label, score, share }: ChurnCounts): string {
  return `${(100 * share).toFixed(2)} % changed: ${label} by label, ${score} by score only, of ${compared}`;
}
