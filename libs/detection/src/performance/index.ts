export type { BaselinePerformance, MetricReference, PerformanceProfile } from './baseline-performance.js';
export { metricsOf, metricWords } from './task.js';
export type { MetricName, Task } from './task.js';
