import { type DecodeOptions, LIMITS } from '../../decode-options.js';
import type { Decoded, Label } from '../../event.js';
import { answered, rejected } from '../../refused.js';
import { ColumnEvents } from './alike/column-events.js';
import { KnownForms } from './alike/known-forms.js';
import { CONTENT_TYPES, type TakeRecord, type Taker, decodeRecords, typeOf } from './decode-records.js';
import { type ReadEvent, readEvent } from './read-event.js';
import { readLabel } from './read-label.js';

/** Decodes a JSON message of one native event or an array of them. Never throws; every record is answered. */
export function decodeNative(value: Buffer | string, options: DecodeOptions): Decoded[] {
  return decodeTelemetry(value, CONTENT_TYPES.json, options);
}

/**
 * Decodes a message of native events by its content type: JSON (one or an array), lines of JSON, or columns.
 * Never throws; every record is answered with an event or a rejection, and a bad one does not stop the others.
 * @param contentType undefined or '' means `application/json`; parameters such as a charset are ignored
 */
export function decodeTelemetry(
  value: Buffer | string,
  contentType: string | undefined,
  options: DecodeOptions,
): Decoded[] {
  const mayBeKnown = typeof value !== 'string' && mayBeOneEvent(contentType);
  const known = mayBeKnown ? forms.read(value, options) : undefined;
  if (known !== undefined) return [eventAnswer(known, 0)];
  const taker = { take: takeEvent(options), among: onlyOnce, rows: eventsOfColumns(options) };
  const answers = decodeRecords<Decoded>(value, contentType ?? '', options.maxEvents ?? LIMITS.records, taker);
  const [first] = answers;
  if (mayBeKnown && answers.length === 1 && first?.kind === 'event') forms.learn(value, first, options);
  return answers;
}

// What it remembers changes no answer, only how soon it is given.
const forms = new KnownForms();

function mayBeOneEvent(contentType: string | undefined): boolean {
  const type = typeOf(contentType ?? '');
  return type === '' || type === CONTENT_TYPES.json;
}

/** Decodes a message of labels, in the same content types, by the same rules. */
export function decodeLabels(
  value: Buffer | string,
  contentType: string | undefined,
  options: DecodeOptions,
): Decoded[] {
  const taker = { take: takeLabel(options), among: onlyOnce };
  return decodeRecords<Decoded>(value, contentType ?? '', options.maxEvents ?? LIMITS.records, taker);
}

/** Answers one native record that was parsed elsewhere. */
export function takeEvent(options: DecodeOptions): TakeRecord {
  return (record, part) => {
    const answer = answered(record, () => readEvent(record, options));
    if (!('event' in answer)) return { kind: 'rejection', part, rejection: answer };
    return eventAnswer(answer, part);
  };
}

function eventAnswer({ event, unknown_fields }: ReadEvent, part: number): Decoded {
  return unknown_fields === 0 ? { kind: 'event', part, event } : { kind: 'event', part, event, unknown_fields };
}

function eventsOfColumns(options: DecodeOptions): Taker['rows'] {
  return (columns) => {
    const events = ColumnEvents.of(columns, options);
    if (events === undefined) return undefined;
    const answer = (row: number) => {
      const read = events.read(row);
      return read === undefined ? undefined : eventAnswer(read, row);
    };
    return { answer, learn: (read) => read.kind === 'event' && events.learn(read) };
  };
}

/** Answers one label record that was parsed elsewhere. */
export function takeLabel(options: DecodeOptions): TakeRecord {
  return (record, part) => {
    const answer = answered(record, () => readLabel(record, options));
    return 'event_id' in answer
      ? { kind: 'label', part, label: answer }
      : { kind: 'rejection', part, rejection: answer };
  };
}

/** Refuses the second record of the same identity in one message: which of the two was meant, nobody can say. */
function onlyOnce(): (answer: Decoded, record: () => unknown) => Decoded {
  const first = new Map<string, Map<string, number>>();
  let [model, ofModel] = ['', new Map<string, number>()];
  return (answer, record) => {
    if (answer.kind === 'rejection') return answer;
    const about = answer.kind === 'event' ? answer.event : answer.label;
    if (about.model !== model) {
      model = about.model;
      ofModel = first.get(model) ?? new Map();
      first.set(model, ofModel);
    }
    const key = answer.kind === 'event' ? answer.event.event_id : labelIdentity(answer.label);
    const before = ofModel.get(key);
    if (before === undefined) {
      ofModel.set(key, answer.part);
      return answer;
    }
    return rejected(answer.part, 'request_id', `repeated in this batch (first at record ${before})`, record());
  };
}

// The length keeps two different pairs of texts from running together.
function labelIdentity({ event_id, source, label_time }: Label): string {
  return `${source.length}:${source}${label_time} ${event_id}`;
}
