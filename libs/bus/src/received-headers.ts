import type { IHeaders } from 'kafkajs';

type Headers = Readonly<Record<string, string>>;

const none: Headers = Object.freeze({});
/** More bytes than this are not kept for the next message. */
const mostBytes = 1_024;

/** The last headers that were read, with their bytes. */
let before: { readonly bytes: ReadonlyMap<string, Buffer>; readonly headers: Headers } | undefined;

/**
 * The headers of a message as text; of one that was sent several times, the last. Producers say the same of one message after
 * another, so headers with the bytes of those before are not decoded again, but given once more; they are frozen.
 */
export function readHeaders(raw: IHeaders | undefined): Headers {
  if (raw === undefined) return none;
  if (before !== undefined && same(raw, before.bytes)) return before.headers;
  const bytes = new Map<string, Buffer>();
  // Without a prototype: a header may be called anything.
  const headers = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(raw)) {
    const last = lastOf(raw[name]);
    if (last === undefined) continue;
    headers[name] = last.toString();
    // Copied, so that the fetch they came with can be forgotten.
    bytes.set(name, Buffer.from(last));
  }
  Object.freeze(headers);
  const size = [...bytes.values()].reduce((sum, value) => sum + value.length, 0);
  if (size <= mostBytes) before = { bytes, headers };
  return headers;
}

function same(raw: IHeaders, bytes: ReadonlyMap<string, Buffer>): boolean {
  let count = 0;
  for (const name in raw) {
    const value = lastOf(raw[name]);
    if (value === undefined) continue;
    if (typeof value === 'string' || bytes.get(name)?.equals(value) !== true) return false;
    count++;
  }
  return count === bytes.size;
}

function lastOf(value: IHeaders[string]): Buffer | string | undefined {
  return Array.isArray(value) ? value.at(-1) : value;
}
