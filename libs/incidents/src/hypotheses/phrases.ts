import { metricWords } from '@anchorwatch/detection';
import { shortened } from '../numbers.js';
import type { Moved } from '../signs.js';

/** Subjects as they stand in a sentence. */
export function names(moved: readonly Moved[]): readonly string[] {
  return moved.map(nameOf);
}

/** One movement as a clause, without the figures that the evidence shows anyway: `distance is higher by 0.41 sd, wider`. */
export function movement(moved: Moved): string {
  if (moved.role === 'feature pair') return `${moved.subject.replace(' × ', ' and ')} no longer go together as before`;
  if (moved.role === 'features together') return 'the features together are elsewhere than before';
  if (moved.role === 'reconstruction error') return 'the features no longer go together as before';
  const { subject, words, segment } = moved.finding;
  const where = segment === '' ? '' : ` where ${segment}`;
  const plain = words.replace(/ \((?:KS|PSI|n) [^()]*\)$/, '').trim();
  const said = plain.startsWith(`${subject}${where} is `) ? plain.slice(subject.length + where.length + 1) : '';
  // The name says already that they are errors.
  const clause = moved.role === 'errors' ? said.replace(' errors instead', ' instead') : said;
  return `${nameOf(moved)}${where} ${clause === '' ? 'moved' : shortened(clause, 120)}`;
}

/** Answers and rates are spoken of with an article, features by their name. */
export function nameOf({ role, subject }: Pick<Moved, 'role' | 'subject'>): string {
  if (role === 'errors') return 'the error rate';
  if (role === 'performance') return (metricWords as Readonly<Record<string, string>>)[subject] ?? subject;
  if (role === 'features together') return 'the features together';
  return ['feature', 'feature pair', 'embedding'].includes(role) ? subject : `the ${role}`;
}
