import { describe, expect, it } from '@jest/globals';
import { metricWords, subjectWords } from './metrics.js';

describe('measures of performance', () => {
  it('have the names that people use', () =>
    expect(['accuracy', 'roc_auc', 'mean_error', 'r2'].map(metricWords)).toEqual([
      'accuracy',
      'ROC AUC',
      'mean error',
      'R²',
    ]));
  it('are told from features of the same name', () =>
    expect([subjectWords('f1', 'performance'), subjectWords('f1', 'feature')]).toEqual(['F1', 'f1']));
});
