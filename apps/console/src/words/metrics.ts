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

/** A measure of performance in words. */
export function metricWords(metric: string): string {
  return names[metric] ?? metric.replaceAll('_', ' ');
}
