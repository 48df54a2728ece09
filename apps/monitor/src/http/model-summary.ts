import type { Baseline, Verdict } from '@anchorwatch/detection';
import { baselineInForce, type RegisteredModel } from '@anchorwatch/governance';
import type { ModelTraffic } from '@anchorwatch/telemetry';
import type { ModelState } from '../roles/ledger-view.js';

/** One model as lists show it: who answers for it, what was seen, and how it is. */
export function modelSummary(
  model: string,
  traffic: readonly ModelTraffic[],
  state: ModelState | undefined,
  verdicts: readonly Verdict[],
) {
  const seen = traffic.filter((row) => row.model === model);
  const register = state?.register;
  const open = [...(state?.incidents.values() ?? [])].filter((incident) => incident.state !== 'resolved');
  const last = seen.length > 0 ? Math.max(...seen.map((row) => row.last_event_time)) : null;
  const worst = [...verdicts].filter((verdict) => !verdict.insufficient).sort((a, b) => a.p_value - b.p_value)[0];
  const versions = new Set([
    ...(register?.versions ?? []).map((version) => version.model_version),
    ...seen.map((row) => row.model_version),
  ]);
  return {
    model,
    registered: register !== undefined,
    owner: register?.owner ?? '',
    risk_tier: register?.risk_tier ?? '',
    stage: register?.stage ?? '',
    description: register?.description ?? '',
    versions: [...versions].sort().map((model_version) => ({
      model_version,
      artefact_digest:
        register?.versions.find((version) => version.model_version === model_version)?.artefact_digest ?? '',
      baseline: (register && baselineInForce(register, model_version, last ?? Infinity)) ?? null,
    })),
    events: seen.reduce((sum, row) => sum + row.events, 0),
    last_event_time: last,
    open_incidents: open.length,
    state: stateOf(register, open.length, verdicts),
    worst: worst
      ? {
          subject: worst.subject,
          segment: worst.segment,
          words: worst.words,
          psi: worst.psi,
          ks: worst.ks,
          tick: worst.tick,
        }
      : null,
  };
}

function stateOf(register: RegisteredModel | undefined, open: number, verdicts: readonly Verdict[]) {
  if (!register) return 'unregistered';
  if (register.promotions.length === 0) return 'no baseline';
  if (open > 0 || verdicts.some((verdict) => verdict.alarm)) return 'drifting';
  return verdicts.some((verdict) => verdict.p_value <= 20 * verdict.alpha) ? 'watch' : 'steady';
}

/** A baseline without its counts, and since when it is in force. */
export function baselineSummary(
  baseline: Omit<Baseline, 'subjects' | 'volume'>,
  register: RegisteredModel | undefined,
) {
  const promotion = register?.promotions.findLast((candidate) => candidate.digest === baseline.digest);
  const { digest, model_version, made_from, events, ticks, tick, from, to, segment_fields, segments } = baseline;
  const { left_out = [], warnings = [], compromise = null } = baseline;
  return {
    digest,
    model_version,
    made_from,
    events,
    ticks,
    tick,
    from,
    to,
    segment_fields,
    segments,
    left_out,
    warnings,
    compromise,
    promoted: promotion !== undefined,
    effective_from: promotion?.effective_from ?? null,
  };
}
