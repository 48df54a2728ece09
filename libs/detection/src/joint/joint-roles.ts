import type { SubjectRole } from '../baselines/baseline.js';

/** The subjects that are made of several numbers of an event at once. They speak of the questions, as features do. */
export const jointRoles: ReadonlySet<SubjectRole> = new Set<SubjectRole>([
  'reconstruction error',
  'feature pair',
  'features together',
  'embedding',
]);
