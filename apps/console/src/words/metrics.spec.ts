import { describe, expect, it } from '@jest/globals';
import { metricWords } from './metrics.js';

describe('measures of performance', () => {
  it('have the names that people use', () =>
    expect(['accuracy', 'roc_auc', 'mean_error', 'r2'].map(metricWords)).toEqual([
      'accuracy',
      'ROC AUC',
      'mean error',
      'R²',
    ]));
});
