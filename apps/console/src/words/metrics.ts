const names: Readonly<Record<string, string>> = {
  f1: 'F1',
  roc_auc: 'ROC AUC',
  brier: 'Brier score',
  ece: 'calibration error',
  macro_precision: 'precision (mean of classes)',
  macro_recall: 'recall (mean of classes)',
  macro_f1: 'F1 (mean of classes)',
  rmse: 'RMSE',
  mae: 'mean absolute error',
  r2: 'R²',
};

/** A subject in words: measures of performance have names that people use, all others are called as they are. */
export function subjectWords(subject: string, role: string | undefined): string {
  return role === 'performance' ? metricWords(subject) : subject;
}

/** A measure of performance in words. */
export function metricWords(metric: string): string {
  return names[metric] ?? metric.replaceAll('_', ' ');
}
