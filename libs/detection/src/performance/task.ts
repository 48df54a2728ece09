/** What the score of a classifier with two classes is the probability of. */
export type ScoreMeaning = 'positive' | 'negative' | 'predicted';

/** How the scores of a classifier fall into bins; fine, because ranks and probabilities are read from them. */
export interface ScoreBins {
  readonly meaning: ScoreMeaning;
  /** Whether all scores of the baseline lie in [0, 1]. Otherwise they only rank. */
  readonly is_probability: boolean;
  /** Ascending; bin k holds edges[k-1] <= score < edges[k], as a score of the positive class. */
  readonly edges: readonly number[];
  /** Mean score of each bin in the baseline. */
  readonly scores: readonly number[];
}

/** What a model does, found out from the baseline's labelled answers, and in which units it is measured. */
export type Task =
  | {
      readonly kind: 'binary';
      readonly negative: string;
      readonly positive: string;
      /** Whether answers come with a label of their own; nobody guesses at which score they would. */
      readonly has_labels: boolean;
      readonly score?: ScoreBins;
    }
  | {
      readonly kind: 'multiclass';
      /** Most frequent first. */
      readonly classes: readonly string[];
      /** Whether answers come with a probability of every class. */
      readonly has_probabilities: boolean;
    }
  | {
      readonly kind: 'regression';
      /** Root mean squared error of the baseline, above 0: the unit of errors. */
      readonly error: number;
      /** Mean and standard deviation (above 0) of the baseline's truth: the units of the truth. */
      readonly mean: number;
      readonly sd: number;
    };

export type MetricName =
  | 'accuracy'
  | 'precision'
  | 'recall'
  | 'f1'
  | 'roc_auc'
  | 'log_loss'
  | 'brier'
  | 'ece'
  | 'macro_precision'
  | 'macro_recall'
  | 'macro_f1'
  | 'rmse'
  | 'mae'
  | 'r2'
  | 'mean_error';

/** Every measure there is, with its name for people. */
export const metricWords: Readonly<Record<MetricName, string>> = {
  accuracy: 'accuracy',
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  roc_auc: 'ROC AUC',
  log_loss: 'log loss',
  brier: 'Brier score',
  ece: 'calibration error',
  macro_precision: 'precision (mean of classes)',
  macro_recall: 'recall (mean of classes)',
  macro_f1: 'F1 (mean of classes)',
  rmse: 'RMSE',
  mae: 'mean absolute error',
  r2: 'R²',
  mean_error: 'mean error',
};

/** Where less is better. `mean_error` is best at 0. */
export const lossLike: ReadonlySet<MetricName> = new Set(['log_loss', 'brier', 'ece', 'rmse', 'mae']);

/** The measures that a task allows. */
export function metricsOf(task: Task): readonly MetricName[] {
  switch (task.kind) {
    case 'binary':
      return [
        ...(task.has_labels ? (['accuracy', 'precision', 'recall', 'f1'] as const) : []),
        ...(task.score === undefined ? [] : (['roc_auc'] as const)),
        ...(task.score?.is_probability === true ? (['log_loss', 'brier', 'ece'] as const) : []),
      ];
    case 'multiclass':
      return [
        'accuracy',
        'macro_precision',
        'macro_recall',
        'macro_f1',
        ...(task.has_probabilities ? (['log_loss'] as const) : []),
      ];
    case 'regression':
      return ['rmse', 'mae', 'r2', 'mean_error'];
  }
}

/** Subjects of profiles that no distribution is compared with: answers by score and label, and answers beside their truth. */
export const ANSWERS = 'answers';
export const OUTCOMES = 'outcomes';
