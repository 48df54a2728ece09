import type { LabelReference } from './calibrate-feedback.js';
import type { FeedbackSignal } from './feedback-signal.js';
import type { JudgedLabel } from './judged-label.js';

const shown = 20;
const mostShown = 5;

/** Why a label speaks against its source. */
export function insteadOf({
  scale: { classes },
}: LabelReference): (label: Pick<JudgedLabel, 'vote' | 'label'>) => string {
  return ({ vote, label }) =>
    `${classes[label] ?? 'a class of its own'} where ${classes[vote.says]!} was to be expected`;
}

/** Labels that speak against a source or everybody, as evidence: the latest, and who gave most of them. */
export function evidenceOf<Label extends Pick<JudgedLabel, 'source' | 'event_id'>>(
  against: readonly Label[],
  because: (label: Label) => string = () => '',
): Pick<FeedbackSignal, 'examples' | 'most'> {
  const counts = new Map<string, number>();
  for (const { source } of against) if (source !== '') counts.set(source, (counts.get(source) ?? 0) + 1);
  return {
    examples: against
      .slice(-shown)
      .map((label) => ({ event_id: label.event_id, source: label.source, because: because(label) })),
    most: [...counts]
      .map(([source, n]) => ({ source, n }))
      .sort((a, b) => b.n - a.n || (a.source < b.source ? -1 : 1))
      .slice(0, mostShown),
  };
}
