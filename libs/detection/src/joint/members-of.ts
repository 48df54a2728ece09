import type { BaselineSubject } from '../baselines/baseline.js';
import { subjectOfFeature } from '../counting/subjects.js';

/** The subjects of the features that a joint subject is made of; none for other subjects. */
export function membersOf({ derived }: BaselineSubject): readonly string[] {
  if (derived === undefined) return [];
  if (derived.kind === 'feature pair') return [derived.first.subject, derived.second.subject];
  if (derived.kind === 'embedding') return [];
  return derived.point.features.map(subjectOfFeature);
}
