export { INCIDENT_KINDS, SEVERITIES, VERDICTS, incidentOf } from './incident.js';
export type {
  Diagnosis,
  Incident,
  IncidentKind,
  IncidentRecord,
  Resolution,
  ResolutionVerdict,
  Severity,
  TimelineEntry,
} from './incident.js';
export { foldIncidents } from './fold-incidents.js';
export { decideCommand, LONGEST_NOTE } from './decide-command.js';
export type { IncidentCommand } from './decide-command.js';
export { unresolvedStretches } from './unresolved-stretches.js';
export { severityOf } from './severity.js';
export { diagnose } from './diagnose.js';
export { REACH_MS } from './releases.js';
export type { DiagnosisContext, Release } from './releases.js';
export { decideFindings } from './decide-findings.js';
export type { FindingsContext } from './decide-findings.js';
export { whatMoved } from './what-moved.js';
export { titleOf } from './title.js';
