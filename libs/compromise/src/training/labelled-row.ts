import type { FeatureValue } from '@anchorwatch/telemetry';

/** One row of a training set: what a model is to learn from. */
export interface LabelledRow {
  /** Its number in the file, from 0, headings not counted. */
  readonly row: number;
  readonly features: Readonly<Record<string, FeatureValue>>;
  readonly label: string;
  /** Who labelled or delivered it; null where that is not said. */
  readonly source: string | null;
}
