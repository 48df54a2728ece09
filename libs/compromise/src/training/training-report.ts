/** Labels `to` of a source where rows like them have `from`, beside what the others' rows of the same difficulty have. */
export interface TrainingFlips {
  readonly from: string;
  readonly to: string;
  readonly n: number;
  readonly expected: number;
}

/** What is to be said of one source of a training set. */
export interface TrainingSource {
  readonly source: string;
  /** Rows that were judged. */
  readonly rows: number;
  /** Rows whose label is another than others would give, and how many that would be at the others' rates. */
  readonly disagreements: number;
  readonly expected: number;
  /** Estimated share of flipped labels beyond that of other sources. */
  readonly flip_rate: number;
  /** For all tests of all sources together. */
  readonly p_value: number;
  readonly suspected: boolean;
  readonly flips: readonly TrainingFlips[];
  /** The smallest share of flipped labels that would be found nine times in ten; null where half would not be. */
  readonly smallest_flip_rate_found: number | null;
  /** The row in the file where the flips seem to begin; null when from the beginning, or nothing is suspected. */
  readonly since_row: number | null;
  readonly words: string;
}

/** A row that a person should look at. */
export interface SuspectedRow {
  /** Its number in the file, from 0, headings not counted. */
  readonly row: number;
  readonly label: string;
  readonly neighbours_say: string;
  /** Share of its neighbours that say so. */
  readonly share: number;
  readonly why: 'label' | 'spectral' | 'trigger';
  readonly source: string | null;
}

/** A value, or values of two features, that decides the label against everything else in the row. */
export interface TrainingTrigger {
  readonly features: readonly string[];
  readonly values: readonly (string | number | boolean)[];
  readonly label: string;
  /** Rows that have it. */
  readonly support: number;
  readonly lift: number;
  readonly p_value: number;
}

/** What `anchorwatch inspect training-set` says; described by docs/training-set.schema.json. */
export interface TrainingReport {
  /** Whether anything is suspected at a controlled rate of false alarms: a source, a trigger, or the batch beside trusted rows. */
  readonly suspected: boolean;
  readonly rows: number;
  /** Rows that were set side by side: all with a label, or a sample of them. */
  readonly rows_used: number;
  readonly rows_without_label: number;
  /** Rows that could not be read. */
  readonly rows_broken: number;
  readonly reference_rows: number | null;
  readonly label: string;
  readonly classes: readonly string[];
  readonly sources: readonly TrainingSource[];
  /** Rows whose label nearly all neighbours contradict, beside the trusted rows' own share where there are any. */
  readonly label_disagreement: {
    readonly rows: number;
    readonly share: number;
    readonly expected_share: number | null;
    readonly p_value: number | null;
    readonly suspected: boolean;
  };
  /** By class, beside trusted rows: rows beyond their 99th percentile along the direction of most variance. */
  readonly spectral: readonly {
    readonly label: string;
    readonly rows: number;
    readonly p_value: number;
    readonly suspected: boolean;
  }[];
  readonly triggers: readonly TrainingTrigger[];
  /** Of suspected sources first, then the surest; at most 1,000. */
  readonly suspected_rows: readonly SuspectedRow[];
  readonly suspected_rows_count: number;
  readonly blind: readonly { readonly detector: string; readonly reason: string }[];
}
