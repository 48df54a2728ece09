import { isUtf8 } from 'node:buffer';
import type { Decoded, RefusedRecord } from '../../event.js';
import { type JsonText, loneSurrogate, parseJson } from '../../json-text.js';
import { Refused, rejected } from '../../refused.js';
import { type Columns, readColumns, recordsOf } from './columns.js';

type ParsedJson = Extract<JsonText, { kind: 'value' }>;

/** Makes the answer to one record of a message. */
export type TakeRecord<Answer = Decoded> = (record: unknown, part: number) => Answer | RefusedRecord;

/** How the records of a message are answered. */
export interface Taker<Answer = Decoded> {
  readonly take: TakeRecord<Answer>;
  /** Looks at the answers of a message that may hold several records together, one after the other. */
  readonly among: () => (answer: Answer | RefusedRecord, record: () => unknown) => Answer | RefusedRecord;
  /** Answers rows of columns that need not be made into records first. */
  readonly rows?: (columns: Columns) => QuickRows<Answer> | undefined;
}

/** Rows that are answered without their records, where that gives the same answer. */
export interface QuickRows<Answer = Decoded> {
  /** undefined when the row is to be taken as a record. */
  readonly answer: (row: number) => Answer | RefusedRecord | undefined;
  /** Is told how a row was answered that was taken as a record. */
  readonly learn: (answer: Answer | RefusedRecord) => void;
}

/** The content types of the native format. */
export const CONTENT_TYPES = {
  json: 'application/json',
  lines: 'application/x-ndjson',
  columns: 'application/vnd.anchorwatch.columns+json',
} as const;

/**
 * Takes the records of a message apart and answers each; what cannot be taken apart is one rejection.
 * Never throws. Parts count the records from 0; in lines, blank ones are no records.
 */
export function decodeRecords<Answer = Decoded>(
  value: Buffer | string,
  contentType: string,
  limit: number,
  taker: Taker<Answer>,
): (Answer | RefusedRecord)[] {
  const type = typeOf(contentType);
  if (type === CONTENT_TYPES.lines) return decodeLines(value, limit, takeAmong(taker));
  if (type !== '' && type !== CONTENT_TYPES.json && type !== CONTENT_TYPES.columns) {
    const known = Object.values(CONTENT_TYPES).join(', ');
    return [rejected(0, 'content-type', `${type.slice(0, 100)} is not known; known are ${known}`, value)];
  }
  const parsed = parseJson(value);
  if (parsed.kind === 'refused') return [rejected(0, parsed.field, parsed.reason, value)];
  if (type === CONTENT_TYPES.columns) return decodeColumns(parsed, limit, taker);
  // What nearly every message is.
  if (!Array.isArray(parsed.value)) return [takerFor(parsed, taker.take)(parsed.value, 0)];
  if (parsed.value.length === 0) return [rejected(0, 'body', 'holds no record', value)];
  if (parsed.value.length > limit) return [tooMany(parsed.value.length, limit, value)];
  const takeOne = takerFor(parsed, takeAmong(taker));
  return parsed.value.map((record, part) => takeOne(record, part));
}

/** A content type without its parameters, in lower case. */
export function typeOf(contentType: string): string {
  if (contentType === '' || contentType === CONTENT_TYPES.json) return contentType;
  return contentType.split(';', 1)[0]!.trim().toLowerCase();
}

function decodeLines<Answer>(
  value: Buffer | string,
  limit: number,
  take: TakeRecord<Answer>,
): (Answer | RefusedRecord)[] {
  // One line of broken bytes must not spoil the others: only then is the message cut as bytes.
  const whole = typeof value === 'string' || isUtf8(value);
  const lines = whole
    ? value.toString().split('\n')
    : value
        .toString('latin1')
        .split('\n')
        .map((line) => Buffer.from(line, 'latin1'));
  const answers: (Answer | RefusedRecord)[] = [];
  for (const line of lines) {
    if (line.length === 0 || line.toString().trim() === '') continue;
    const part = answers.length;
    if (part >= limit) return [tooMany(lines.length, limit, value)];
    const parsed = parseJson(line);
    if (parsed.kind === 'refused') answers.push(rejected(part, parsed.field, parsed.reason, line));
    else answers.push(takerFor(parsed, take)(parsed.value, part));
  }
  return answers.length > 0 ? answers : [rejected(0, 'body', 'is empty', value)];
}

function decodeColumns<Answer>(parsed: ParsedJson, limit: number, taker: Taker<Answer>): (Answer | RefusedRecord)[] {
  try {
    const columns = readColumns(parsed.value, limit);
    const recordOf = recordsOf(columns);
    const among = taker.among();
    const take = takerFor(parsed, takeAmong(taker, among));
    const quick = parsed.mayHoldSurrogates ? undefined : taker.rows?.(columns);
    return Array.from({ length: columns.count }, (_, row) => {
      const known = quick?.answer(row);
      if (known !== undefined) return among(known, () => recordOf(row));
      const answer = take(recordOf(row), row);
      quick?.learn(answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof Refused) return [rejected(0, error.field, error.reason, parsed.value)];
    throw error;
  }
}

/** A taker of records that are looked at together. */
function takeAmong<Answer>({ take, among }: Taker<Answer>, judge = among()): TakeRecord<Answer> {
  return (record, part) => judge(take(record, part), () => record);
}

/** The same taker, which refuses lone surrogates first where the text may hold some. */
export function takerFor<Answer>(
  parsed: { readonly mayHoldSurrogates: boolean },
  take: TakeRecord<Answer>,
): TakeRecord<Answer> {
  return parsed.mayHoldSurrogates ? carefully(take) : take;
}

function carefully<Answer>(take: TakeRecord<Answer>): TakeRecord<Answer> {
  return (record, part) => {
    const path = loneSurrogate(record);
    return path === undefined
      ? take(record, part)
      : rejected(part, path, 'holds half a character (a lone surrogate)', record);
  };
}

function tooMany(count: number, limit: number, sent: unknown): RefusedRecord {
  return rejected(0, 'body', `holds ${count} records, allowed are ${limit}: send them in several messages`, sent);
}
