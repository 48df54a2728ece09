import type { Outcomes } from './outcome-layout.js';
import { readBinary } from './read-binary.js';
import { readMulticlass } from './read-multiclass.js';
import { readRegression } from './read-regression.js';
import type { Reading } from './reading.js';
import type { MetricName, Task } from './task.js';

/** One measure of outcomes; undefined where it does not exist, as precision without a predicted positive. */
export function readMetric(task: Task, metric: MetricName, outcomes: Outcomes): Reading | undefined {
  switch (task.kind) {
    case 'binary':
      return readBinary(task, metric, outcomes);
    case 'multiclass':
      return readMulticlass(task, metric, outcomes);
    case 'regression':
      return readRegression(task, metric, outcomes);
  }
}
