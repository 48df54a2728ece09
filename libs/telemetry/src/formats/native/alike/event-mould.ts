import type { InferenceEvent, Prediction, Principal } from '../../../event.js';
import { type Cell, FIELD_PLACES as at, type Field, type Group } from './cell.js';

type Members = Readonly<Record<string, unknown>>;

const FIELDS = Object.keys(at) as Field[];

/**
 * Makes events that are like one another: the same names in the same order. Their values are put into `values`, at the places
 * that `placeOf` tells, and what no cell writes is what it was in the event that the mould was taken from. Events share the
 * maps that no cell writes into, and nothing else.
 */
export class EventMould {
  /** The fields at their places, then one place for each cell. */
  readonly values: unknown[];
  private readonly features: () => Members;
  private readonly prediction: () => Members;
  private readonly principal: () => Members;
  private readonly attributes: () => Members;

  private constructor(like: InferenceEvent, cells: readonly Cell[]) {
    const values: unknown[] = [...FIELDS.map((field) => like[field]), ...cells];
    const copier = (group: Group, map: Members) => {
      const written = cells.flatMap((cell, index) => (cell.group === group ? [[cell.key, placeOf(cell, index)]] : []));
      return copierOf(map, written as [string, number][], values);
    };
    this.values = values;
    this.features = copier('features', like.features);
    this.principal = copier('principal', like.principal as Members);
    this.attributes = copier('attributes', like.attributes);
    const answered = copier('prediction', like.prediction as Members);
    const classes = copier('classes', like.prediction.classes ?? {});
    const hasClasses = cells.some(({ group }) => group === 'classes');
    this.prediction = hasClasses ? () => ({ ...answered(), classes: classes() }) : answered;
  }

  /** The mould of an event for these cells; undefined when two of them are one place, or the event has no such place. */
  static of(like: InferenceEvent, cells: readonly Cell[]): EventMould | undefined {
    const names = new Set(cells.map(({ group = '', key }) => `${group} ${key}`));
    if (names.size < cells.length) return undefined;
    const fits = ({ group, key }: Cell): boolean => group === undefined || Object.hasOwn(mapOf(like, group), key);
    return cells.every(fits) ? new EventMould(like, cells) : undefined;
  }

  /** An event of the values as they stand. */
  pour(): InferenceEvent {
    const { values } = this;
    const request_id = values[at.request_id] as string;
    const row = values[at.row] as number;
    // The names stand in the order of `readEvent`, so that whoever reads events meets one kind of object.
    return {
      tenant: values[at.tenant] as string,
      model: values[at.model] as string,
      model_version: values[at.model_version] as string,
      artefact_digest: values[at.artefact_digest] as string,
      endpoint: values[at.endpoint] as string,
      request_id,
      row,
      event_id: `${request_id}#${row}`,
      event_time: values[at.event_time] as number,
      features: this.features() as InferenceEvent['features'],
      prediction: this.prediction() as Prediction,
      principal: this.principal() as Principal,
      status: values[at.status] as 'ok' | 'error',
      error_type: values[at.error_type] as string,
      latency_ms: values[at.latency_ms] as number | undefined,
      tokens_in: values[at.tokens_in] as number | undefined,
      tokens_out: values[at.tokens_out] as number | undefined,
      sampling_fraction: values[at.sampling_fraction] as number,
      session_id: values[at.session_id] as string,
      trace_id: values[at.trace_id] as string,
      attributes: this.attributes() as InferenceEvent['attributes'],
      text: undefined,
    };
  }
}

/** Where a mould looks for the value of the cell at this index. */
export function placeOf({ group, key }: Cell, index: number): number {
  return group === undefined ? at[key] : FIELDS.length + index;
}

/** What an event has in a cell. */
export function valueIn(event: InferenceEvent, { group, key }: Cell): unknown {
  return group === undefined ? event[key] : Reflect.get(mapOf(event, group), key);
}

function mapOf(event: InferenceEvent, group: Group): object {
  return group === 'classes' ? (event.prediction.classes ?? {}) : event[group];
}

/** Makes copies of a map in which the values at these places stand under these keys; the map itself where there are none. */
function copierOf(map: Members, written: readonly (readonly [string, number])[], values: readonly unknown[]) {
  if (written.length === 0) return () => map;
  const placeOfKey = new Map(written);
  const keys = Object.keys(map);
  const sources = keys.map((key) => (placeOfKey.has(key) ? values : [map[key]]));
  const places = keys.map((key) => placeOfKey.get(key) ?? 0);
  return (): Record<string, unknown> => {
    const made: Record<string, unknown> = {};
    for (let k = 0; k < keys.length; k++) made[keys[k]!] = sources[k]![places[k]!];
    return made;
  };
}
