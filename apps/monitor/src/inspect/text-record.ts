/** A text of a file, with what it is called there. */
export interface TextRecord {
  /** Empty when the record has none. */
  readonly id: string;
  readonly text: string;
}

const ofPrompts = ['text', 'prompt', 'question', 'input'];
const ofAnswers = ['output', 'answer', 'response', 'completion', 'text'];
const names = ['id', 'event_id', 'request_id'];

/**
 * Reads a line of JSON: a string, or an object with the text in `text` or `prompt` (of answers: `output`, `answer`, `response` or `text`) or, as in native events,
 * in `text.prompt` or `text.output`.
 * @returns the record, or what is wrong in words
 */
export function readTextRecord(line: string, answers: boolean): TextRecord | string {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return 'is no JSON';
  }
  if (typeof record === 'string') return { id: '', text: record };
  if (!isObject(record))
    return `expected a string or an object, got ${Array.isArray(record) ? 'a list' : String(record)}`;
  const fields = answers ? ofAnswers : ofPrompts;
  const field = fields.find((name) => textOf(record[name], answers) !== undefined);
  if (field === undefined) return `has no text: expected a string in one of ${fields.join(', ')}`;
  const id = names.map((name) => record[name]).find((value) => typeof value === 'string' || typeof value === 'number');
  return { id: id === undefined ? '' : String(id), text: textOf(record[field], answers)! };
}

/** A string, or the part of a native event's `text` that is asked for. */
function textOf(value: unknown, answers: boolean): string | undefined {
  const text = isObject(value) ? value[answers ? 'output' : 'prompt'] : value;
  return typeof text === 'string' ? text : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
