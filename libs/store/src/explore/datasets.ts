import type { Dataset, Field, FieldType } from './request.js';

/** A field with the SQL that stands for it. `t` is the dataset's table. */
export interface Column extends Field {
  readonly sql: string;
  /** Shown when no columns are asked for. */
  readonly plain: boolean;
}

/** Where a dataset comes from, and its fields. The first field is the time that `from`, `to` and buckets speak of. */
export interface Source {
  readonly from: string;
  readonly columns: readonly Column[];
}

/** Subjects of a baseline that are points of many numbers: their counts are the number of events, and sums behind it. */
const points = `(t.baseline, t.subject) IN (
    SELECT digest, JSONExtractString(one, 'subject')
    FROM {database}.baselines FINAL
    ARRAY JOIN JSONExtractArrayRaw(subjects) AS one
    WHERE JSONExtractString(one, 'bins', 'kind') = 'sums'
)`;
const values = `if(${points}, t.counts[1], arraySum(t.counts))`;

/** Answers by score, and answers beside their truth: sums of weights, and no events. No feature has these names. */
const weighed = `t.subject IN ('answers', 'outcomes')`;

export const sources: Readonly<Record<Dataset, Source>> = {
  events: {
    from: '{database}.inference_events AS t FINAL',
    columns: [
      time('event_time'),
      ...strings('model', 'model_version', 'tenant', 'endpoint', 'artefact_digest', 'request_id'),
      number('row'),
      ...strings('event_id', 'status', 'error_type'),
      string('prediction.label', 't.prediction_label'),
      number('prediction.score', 't.prediction_score'),
      number('prediction.value', 't.prediction_value'),
      string('principal.key', 't.principal_key'),
      string('principal.organisation', 't.principal_organisation'),
      string('principal.network', 't.principal_network'),
      ...numbers('latency_ms', 'tokens_in', 'tokens_out', 'sampling_fraction'),
      ...strings('session_id', 'trace_id', 'topic'),
      ...numbers('partition', 'offset', 'part'),
    ],
  },
  labels: {
    from: '{database}.labels AS t FINAL',
    columns: [
      time('label_time'),
      ...strings('model', 'tenant', 'request_id'),
      number('row'),
      ...strings('event_id', 'label'),
      number('value'),
      string('source'),
      number('weight'),
      string('topic'),
      ...numbers('partition', 'offset', 'part'),
    ],
  },
  profiles: {
    from: '{database}.profiles AS t FINAL',
    columns: [
      time('first_time'),
      time('last_time'),
      ...strings('model', 'baseline', 'segment', 'subject'),
      number('tick'),
      number('n', `if(${weighed}, NULL, ${values} + t.nulls + t.wrong_type + t.nans + t.infinities)`),
      ...numbers('nulls', 'wrong_type', 'nans', 'infinities', 'below', 'above'),
      { ...string('counts', 'toJSONString(t.counts)'), filter: false, group: false },
      string('topic'),
      ...numbers('partition', 'first_offset', 'last_offset'),
    ],
  },
  verdicts: {
    from: '{database}.verdicts AS t FINAL',
    columns: [
      time('window_to'),
      time('window_from'),
      ...strings('model', 'model_version', 'baseline', 'detector', 'subject', 'role', 'segment'),
      ...numbers('scale', 'tick', 'n', 'n_effective'),
      number('insufficient', 'toUInt8(t.insufficient)'),
      ...numbers('psi', 'psi_noise', 'psi_critical', 'ks', 'ks_p_value', 'ks_critical'),
      ...numbers('jensen_shannon', 'hellinger', 'wasserstein', 'wasserstein_units'),
      ...numbers('null_share', 'wrong_type_share', 'nan_share', 'infinite_share'),
      ...numbers('new_share', 'below_share', 'above_share', 'alpha', 'cost', 'p_value'),
      number('alarm', 'toUInt8(t.alarm)'),
      string('words'),
      ...numbers('first_offset', 'last_offset'),
    ],
  },
  performance: {
    from: '{database}.performance AS t FINAL',
    columns: [
      time('window_to'),
      time('window_from'),
      ...strings('model', 'model_version', 'baseline', 'metric', 'segment'),
      ...numbers('tick', 'ticks', 'n', 'reference'),
      ...numbers('realised', 'realised_low', 'realised_high', 'labelled', 'unmatched'),
      ...numbers('estimated', 'estimated_low', 'estimated_high'),
      number('reliable', 'toUInt8(t.reliable)'),
      string('reason'),
      number('settled', 'toUInt8(t.settled)'),
      ...numbers('first_offset', 'last_offset'),
    ],
  },
  findings: {
    from: '{database}.findings AS t FINAL',
    columns: [
      time('raised_at.time', 't.raised_time'),
      time('ended_at.time', 't.ended_time'),
      ...strings('id', 'model', 'model_version', 'baseline', 'detector', 'kind', 'tier', 'subject', 'role', 'segment'),
      string('statistic'),
      ...numbers('value', 'critical', 'p_value', 'n', 'n_effective', 'psi', 'ks', 'tick', 'scale'),
      time('window.from', 't.window_from'),
      time('window.to', 't.window_to'),
      number('raised_at.event', 't.raised_event'),
      number('ended_at.event', 't.ended_event'),
      string('words'),
    ],
  },
  incidents: {
    // One row an incident, folded from what the ledger says of it.
    from: `(
    SELECT
        JSONExtractString(body, 'incident_id') AS id,
        any(substring(stream, 7)) AS model,
        minIf(fromUnixTimestamp64Milli(JSONExtractInt(body, 'finding', 'raised_at', 'time'), 'UTC'), type IN ('incident.opened', 'incident.finding_added')) AS opened_at,
        minIf(recorded_at, type = 'incident.opened') AS first_recorded_at,
        argMaxIf(JSONExtractString(body, 'kind'), seq, type IN ('incident.opened', 'incident.diagnosed')) AS kind,
        argMaxIf(JSONExtractString(body, 'severity'), seq, type IN ('incident.opened', 'incident.diagnosed')) AS severity,
        argMaxIf(JSONExtractFloat(body, 'confidence'), seq, type IN ('incident.opened', 'incident.diagnosed')) AS confidence,
        argMaxIf(JSONExtractString(body, 'words'), seq, type IN ('incident.opened', 'incident.diagnosed')) AS words,
        multiIf(countIf(type = 'incident.resolved') > 0, 'resolved', countIf(type = 'incident.acknowledged') > 0, 'acknowledged', 'open') AS state,
        argMaxIf(JSONExtractString(body, 'assignee'), seq, type = 'incident.assigned') AS assignee,
        argMaxIf(JSONExtractString(body, 'verdict'), seq, type = 'incident.resolved') AS verdict,
        uniqExactIf(JSONExtractString(body, 'finding', 'id'), type IN ('incident.opened', 'incident.finding_added')) AS findings
    FROM {database}.ledger FINAL
    WHERE startsWith(type, 'incident.')
    GROUP BY id
    HAVING countIf(type = 'incident.opened') > 0
) AS t`,
    columns: [
      time('opened_at'),
      time('recorded_at', 't.first_recorded_at'),
      ...strings('id', 'model', 'kind', 'severity'),
      number('confidence'),
      ...strings('state', 'assignee', 'verdict'),
      number('findings'),
      string('words'),
    ],
  },
};

/** A column for a field that telemetry itself brought: `features.<name>` or `attributes.<name>`, read through a bound key. */
export function mapColumn(name: string, type: FieldType, sql: string): Column {
  return column(name, type, sql, false);
}

function column(name: string, type: FieldType, sql: string, plain: boolean): Column {
  return { name, type, sql, plain, filter: true, group: true, measure: type !== 'string' };
}

function time(name: string, sql = `t.${name}`): Column {
  return column(name, 'time', sql, true);
}

function number(name: string, sql = `t.${name}`): Column {
  return column(name, 'number', sql, true);
}

function string(name: string, sql = `t.${name}`): Column {
  return column(name, 'string', sql, true);
}

function numbers(...names: readonly string[]): Column[] {
  return names.map((name) => number(name));
}

function strings(...names: readonly string[]): Column[] {
  return names.map((name) => string(name));
}
