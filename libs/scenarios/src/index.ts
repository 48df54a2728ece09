export { customers } from './customers.js';
export type { AskedRow, CustomerQuestion, Customers } from './customers.js';
export { mutate } from './mutate.js';
export { normal, randomFrom, wholeBelow } from './random.js';
export type { Random } from './random.js';
export { scenario } from './scenario.js';
export type { Change, FeaturePlan, ScenarioPlan } from './scenario.js';
