import type { Finding } from '@anchorwatch/detection';
import type { IncidentRecord } from './incident.js';

/** From this many times the movement of what lasts, a finding is something new and not more of the same. */
const ECLIPSE = 3;
const DISTRIBUTION = ['drift', 'joint drift', 'new category'];
/** Bits by which questions are unlike those of the baseline, whoever asks. */
const UNUSUAL = ['novel', 'extreme'];

/**
 * Whether a finding belongs to an unresolved incident of its model: it was raised within `reach` (event time) of something that the
 * incident's findings did (began or ended), or while one of them lasts that explains it: one on the same subject, or one that moved
 * at least a third as far (PSI). So a slow drift gathers what follows from it for as long as it lasts, and does not hide a swapped model or a
 * silence days later.
 */
export function belongs(finding: Finding, incident: IncidentRecord, reach: number): boolean {
  if (incident.state === 'resolved' || incident.model !== finding.model) return false;
  const time = finding.raised_at.time;
  return incident.evidence.some(
    (other) => gap(time, other) <= reach || (lastsAt(time, other) && explains(other, finding)),
  );
}

/** How long before or after the last thing the other finding did by then, without looking ahead of `time`. */
function gap(time: number, { raised_at, ended_at }: Finding): number {
  if (ended_at !== null && ended_at.time <= time) return time - ended_at.time;
  return Math.abs(time - raised_at.time);
}

function lastsAt(time: number, { raised_at, ended_at }: Finding): boolean {
  return raised_at.time <= time && (ended_at === null || ended_at.time >= time);
}

function isLoss({ role }: Finding): boolean {
  return role === 'performance';
}

function isInput({ role, kind }: Finding): boolean {
  return role === 'feature' && DISTRIBUTION.includes(kind);
}

/** Of everybody: who stands out by it is another matter. */
function isUnusual({ role, subject, principals }: Finding): boolean {
  return role === 'bit' && principals.length === 0 && UNUSUAL.includes(subject);
}

function ofLabels({ role }: Finding): boolean {
  return role === 'performance' || role === 'truth';
}

function explains(lasting: Finding, finding: Finding): boolean {
  if (lasting.subject === finding.subject) return true;
  // What makes a backdoor suspected, and what asking about it shows.
  if (lasting.kind === 'backdoor' && finding.kind === 'backdoor') return true;
  // Labels tell one story: what is true, and how well it was answered.
  if (ofLabels(lasting) && ofLabels(finding)) return true;
  // Inputs that move and answers that become worse bear on each other, whichever is seen first.
  if (isLoss(lasting) ? isInput(finding) : isLoss(finding) && isInput(lasting)) return true;
  // So do inputs that move and questions that are unusual for everybody.
  if (isUnusual(lasting) ? isInput(finding) : isUnusual(finding) && isInput(lasting)) return true;
  if (!DISTRIBUTION.includes(lasting.kind) || !DISTRIBUTION.includes(finding.kind)) return false;
  return finding.evidence.psi < ECLIPSE * lasting.evidence.psi;
}
