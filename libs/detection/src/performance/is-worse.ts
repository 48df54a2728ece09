import type { Finding } from '../judging/finding.js';
import { lossLike } from './task.js';

/** Whether a finding about a measure of performance says that the answers became worse; either way for a mean error. */
export function isWorse({ role, subject, evidence }: Pick<Finding, 'role' | 'subject' | 'evidence'>): boolean {
  const [now, before] = [evidence.current[0], evidence.reference[0]];
  if (role !== 'performance' || now === undefined || before === undefined) return false;
  if (subject === 'mean_error') return Math.abs(now) > Math.abs(before);
  return (lossLike as ReadonlySet<string>).has(subject) ? now > before : now < before;
}
