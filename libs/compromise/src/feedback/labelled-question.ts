import type { InferenceEvent, Label } from '@anchorwatch/telemetry';

/** A label beside the event that it is about; they are taken in the order in which labels come. */
export interface LabelledQuestion {
  /** Where the label lies in its source: what a finding shows. */
  readonly offset: number;
  /** When it counts, in the event time of the watch; the label's own time is when the truth became known. */
  readonly time: number;
  readonly event: InferenceEvent;
  readonly label: Label;
}
