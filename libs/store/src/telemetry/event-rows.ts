import type { FeatureValue, InferenceEvent, Prediction, Principal, StoredEvent } from '@anchorwatch/telemetry';
import { readNumber, readNumbers } from '../clickhouse/json.js';
import { eventColumns } from './event-lines.js';
import { readTextSigns, textSignsColumns, type TextSignsRow } from './text-signs-columns.js';

type Numeric = number | string;

/** An event as the store gives it back: the columns of `eventColumns`, in that order. */
export type EventRow = readonly [
  topic: string,
  partition: number,
  offset: number,
  part: number,
  tenant: string,
  model: string,
  model_version: string,
  artefact_digest: string,
  endpoint: string,
  request_id: string,
  row: number,
  event_id: string,
  event_time: number,
  features_num: Record<string, Numeric>,
  features_cat: Record<string, string>,
  features_bool: Record<string, boolean>,
  features_null: string[],
  features_vec: Record<string, Numeric[]>,
  label: string | null,
  score: Numeric | null,
  value: Numeric | null,
  has_classes: boolean,
  classes: Record<string, Numeric>,
  key: string | null,
  organisation: string | null,
  network: string | null,
  status: 'ok' | 'error',
  error_type: string,
  latency_ms: Numeric | null,
  tokens_in: Numeric | null,
  tokens_out: Numeric | null,
  sampling_fraction: Numeric,
  session_id: string,
  trace_id: string,
  attributes: Record<string, string>,
  has_text: boolean,
  prompt: string | null,
  output: string | null,
  ...signs: TextSignsRow,
];

/** The SELECT list whose rows are `EventRow`s. Times are whole milliseconds. */
export const eventSelect = eventColumns
  .map((column) => (column === 'event_time' ? 'toUnixTimestamp64Milli(event_time)' : column))
  .join(', ');

/** The event that was written, to the last bit. */
export function readEvent(row: EventRow): StoredEvent {
  return {
    source: { topic: row[0], partition: row[1], offset: row[2], part: row[3] },
    event: withOptional(
      {
        tenant: row[4],
        model: row[5],
        model_version: row[6],
        artefact_digest: row[7],
        endpoint: row[8],
        request_id: row[9],
        row: row[10],
        event_id: row[11],
        event_time: row[12],
        features: readFeatures(row),
        prediction: readPrediction(row),
        principal: readPrincipal(row),
        status: row[26],
        error_type: row[27],
        sampling_fraction: readNumber(row[31]),
        session_id: row[32],
        trace_id: row[33],
        attributes: row[34],
      },
      row,
    ),
  };
}

function readFeatures(row: EventRow): Record<string, FeatureValue> {
  const features: Record<string, FeatureValue> = { ...readNumbers(row[13]), ...row[14], ...row[15] };
  for (const name of row[16]) define(features, name, null);
  for (const name of Object.keys(row[17])) define(features, name, row[17][name]!.map(readNumber));
  return features;
}

/** Sets a property of any name, `__proto__` included, as data. */
function define(features: Record<string, FeatureValue>, name: string, value: FeatureValue): void {
  Object.defineProperty(features, name, { value, enumerable: true, writable: true, configurable: true });
}

function readPrediction(row: EventRow): Prediction {
  return {
    ...(row[18] === null ? {} : { label: row[18] }),
    ...(row[19] === null ? {} : { score: readNumber(row[19]) }),
    ...(row[20] === null ? {} : { value: readNumber(row[20]) }),
    ...(row[21] ? { classes: readNumbers(row[22]) } : {}),
  };
}

function readPrincipal(row: EventRow): Principal {
  return {
    ...(row[23] === null ? {} : { key: row[23] }),
    ...(row[24] === null ? {} : { organisation: row[24] }),
    ...(row[25] === null ? {} : { network: row[25] }),
  };
}

function withOptional(event: InferenceEvent, row: EventRow): InferenceEvent {
  const text_signs = readTextSigns(row.slice(firstOfSigns) as unknown as TextSignsRow);
  return {
    ...event,
    ...(row[28] === null ? {} : { latency_ms: readNumber(row[28]) }),
    ...(row[29] === null ? {} : { tokens_in: readNumber(row[29]) }),
    ...(row[30] === null ? {} : { tokens_out: readNumber(row[30]) }),
    ...(row[35]
      ? { text: { ...(row[36] === null ? {} : { prompt: row[36] }), ...(row[37] === null ? {} : { output: row[37] }) } }
      : {}),
    ...(text_signs && { text_signs }),
  };
}

const firstOfSigns = eventColumns.indexOf(textSignsColumns[0]);
