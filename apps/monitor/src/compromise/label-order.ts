import type { LabelledQuestion } from '@anchorwatch/compromise';

/** The order in which labels are watched: that of their time, event and source, as a store gives them. Those without a time of their own have that of their event, in its place. */
export function labelOrder(one: LabelledQuestion, other: LabelledQuestion): number {
  const apart = labelledAt(one) - labelledAt(other);
  if (apart !== 0) return apart;
  if (!hasOwnTime(one) || !hasOwnTime(other)) return one.offset - other.offset;
  return compare(one.label.event_id, other.label.event_id) || compare(one.label.source, other.label.source);
}

/** When a label came. */
export function labelledAt(question: LabelledQuestion): number {
  return hasOwnTime(question) ? question.label.label_time : question.event.event_time;
}

function hasOwnTime({ label }: LabelledQuestion): boolean {
  return label.label_time > 0;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
