import type { Finding } from '@anchorwatch/detection';
import type { IncidentRecord } from '@anchorwatch/incidents';
import { blindSpots, type Blind } from './blind.js';
import { exposureLines } from './exposure-text.js';
import type { ClassicSignal } from './classics.js';
import { labelSourceLines } from './label-sources-text.js';
import { performanceBlind, performanceJson, performanceLines } from './performance-report.js';
import type { ScanResult } from './scan.js';
import { warningLines } from './warning-lines.js';

/** What `--json` writes; described by docs/scan.schema.json. Times are RFC 3339, or row numbers in files without times. */
export function scanJson(result: ScanResult) {
  const time = (at: number) => (result.timed ? new Date(at).toISOString() : at);
  const moment = ({ event, time: at }: { event: number; time: number }) => ({ event, time: time(at) });
  return {
    events: result.events,
    rejected: result.rejected,
    baseline: {
      events: result.baseline.events,
      digest: result.baseline.digest,
      warnings: result.baseline.warnings ?? [],
    },
    seconds: Number(result.seconds.toFixed(3)),
    findings: result.findings.map((finding) => ({
      id: finding.id,
      detector: finding.detector,
      kind: finding.kind,
      tier: finding.tier,
      subject: finding.subject,
      segment: finding.segment,
      principals: finding.principals,
      statistic: finding.statistic,
      value: finding.value,
      critical: finding.critical,
      n: finding.n,
      n_effective: finding.n_effective,
      window: { ...finding.window, from: time(finding.window.from), to: time(finding.window.to) },
      raised_at: moment(finding.raised_at),
      ended_at: finding.ended_at && moment(finding.ended_at),
      evidence: {
        psi: finding.evidence.psi,
        ks: finding.evidence.ks,
        moved: finding.evidence.moved ?? [],
        segments: finding.evidence.segments ?? [],
        features: finding.evidence.features ?? [],
        ...(finding.evidence.questions && { questions: finding.evidence.questions }),
        ...(finding.evidence.techniques && { techniques: finding.evidence.techniques }),
      },
      words: finding.words,
    })),
    incidents: result.incidents.map((incident) => ({
      id: incident.id,
      kind: incident.kind,
      confidence: incident.confidence,
      severity: incident.severity,
      findings: incident.findings,
      raised_at: moment(raisedAt(incident)),
      ended_at: endedAt(incident) ? moment(endedAt(incident)!) : null,
      words: incident.title,
    })),
    performance: performanceJson(result, time),
    exposure: result.exposure,
    label_sources: result.label_sources,
    blind: blindOf(result),
    ...(result.classics && { classic: result.classics.signals }),
  };
}

/** When its first alarm was raised. */
function raisedAt(incident: IncidentRecord): { event: number; time: number } {
  const alarms = incident.evidence.filter((finding) => finding.tier === 'alarm');
  return alarms.reduce(
    (first, { raised_at }) => (raised_at.event < first.event ? raised_at : first),
    alarms[0]!.raised_at,
  );
}

/** When the last of its findings was over; undefined while any lasts. */
function endedAt(incident: IncidentRecord): { event: number; time: number } | undefined {
  const ends = incident.evidence.map((finding) => finding.ended_at);
  if (ends.some((end) => end === null)) return undefined;
  return ends.reduce((last, end) => (end!.event > last!.event ? end : last), ends[0]!)!;
}

/** The same for a terminal: what was found, in words. */
export function scanText(result: ScanResult, file: string): string {
  const { baseline, findings, incidents, policies } = result;
  const lines = [
    `${file}: ${count(result.events, 'event')}, baseline of ${count(baseline.events, 'event')} (${baseline.digest.slice(0, 12)}), ${tickWords(result)}, ` +
      `alpha ${policies.events.alpha.toExponential(1)} a test, ${result.seconds.toFixed(1)} s`,
  ];
  if (result.rejected.length > 0) {
    const [first] = result.rejected;
    lines.push(
      `${count(result.rejected.length, 'row')} rejected, the first: row ${first!.row}: ${first!.field}: ${first!.reason}`,
    );
  }
  lines.push('');
  if (findings.length === 0) lines.push('Nothing found.');
  for (const incident of incidents) lines.push(...incidentLines(incident, result));
  const alone = findings.filter((finding) => !incidents.some((incident) => incident.findings.includes(finding.id)));
  if (alone.length > 0) {
    lines.push(`Watched, not alarmed (${alone.length}):`);
    for (const finding of alone.slice(0, 20)) lines.push(`  ${findingLine(finding, result)}`);
    if (alone.length > 20) lines.push(`  and ${alone.length - 20} more (--json lists all)`);
    lines.push('');
  }
  lines.push(...performanceLines(result));
  lines.push(...exposureLines(result.exposure));
  lines.push(...labelSourceLines(result.label_sources));
  if (result.classics) lines.push(...classicLines(result.classics.signals));
  const warnings = warningLines(baseline);
  if (warnings.length > 0) lines.push('To know of the baseline:', ...warnings.map((line) => `  ${line}`), '');
  const blind = blindOf(result);
  if (blind.length > 0) lines.push('Not watched:', ...blind.map(({ detector, reason }) => `  ${detector}: ${reason}`));
  return lines.join('\n').trimEnd();
}

function blindOf(result: ScanResult): readonly Blind[] {
  const { baseline, policies, classics } = result;
  const blind = [...blindSpots(baseline, policies.events.minimum_effective), ...performanceBlind(result)];
  return [...blind, ...result.compromise_blind, ...(classics?.blind() ?? [])];
}

const SIGNALS_SHOWN = 8;

/** Apart from what was found: these detectors keep no budget of false alarms. */
function classicLines(signals: readonly ClassicSignal[]): string[] {
  const places = new Map<string, number[]>();
  for (const { detector, subject, event } of signals) {
    const name = `${detector}: ${subject}`;
    const known = places.get(name);
    if (known) known.push(event);
    else places.set(name, [event]);
  }
  const shown = [...places].map(([name, events]) => {
    const more = events.length > SIGNALS_SHOWN ? ` and ${events.length - SIGNALS_SHOWN} more` : '';
    return `  ${name}: event ${events.slice(0, SIGNALS_SHOWN).join(', ')}${more}`;
  });
  return ['Classic detectors (outside the budget, not findings):', ...(shown.length > 0 ? shown : ['  silent']), ''];
}

const FINDINGS_SHOWN = 12;

function incidentLines(incident: IncidentRecord, result: ScanResult): string[] {
  const raised = raisedAt(incident);
  const ended = endedAt(incident);
  const shown = incident.evidence.slice(0, FINDINGS_SHOWN);
  return [
    `${incident.title}`,
    `  ${incident.kind}, severity ${incident.severity}, confidence ${Math.round(incident.confidence * 100)} %; ` +
      `raised at ${at(raised, result)}${ended ? `, last seen at ${at(ended, result)}` : ', still lasting at the end'}`,
    ...incident.reasons_for.map((reason) => `  + ${reason}`),
    ...incident.reasons_against.map((reason) => `  - ${reason}`),
    ...shown.map((finding) => `  ${findingLine(finding, result)}`),
    ...(incident.evidence.length > shown.length
      ? [`  and ${incident.evidence.length - shown.length} more (--json lists all)`]
      : []),
    '',
  ];
}

function findingLine(finding: Finding, result: ScanResult): string {
  const segment = finding.segment === '' ? '' : ` [${finding.segment}]`;
  const end = finding.ended_at ? `, until ${at(finding.ended_at, result)}` : '';
  return `${finding.tier.padEnd(6)} ${at(finding.raised_at, result)}${end}  ${finding.detector}: ${finding.subject}${segment}: ${finding.words}`;
}

function at({ event, time }: { event: number; time: number }, { timed }: ScanResult): string {
  return timed ? `event ${event} (${new Date(time).toISOString()})` : `event ${event}`;
}

function tickWords({ baseline: { tick } }: ScanResult): string {
  return tick.kind === 'count' ? `ticks of ${count(tick.events, 'event')}` : `ticks of ${tick.ms / 1000} s`;
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-GB')} ${noun}${n === 1 ? '' : 's'}`;
}
