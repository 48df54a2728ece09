import { createHash } from 'node:crypto';
import { promisify, types } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { brotliCompress, brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** Goes up whenever any part remembers something else or otherwise: what was written before is refused then. */
const format = 2;
const mark = Buffer.from('anchorwatch memory\n');
const digestLength = 16;
/** As small as gzip makes it, in a fifth of the time. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const compressAside = promisify<Uint8Array, typeof quick, Buffer>(brotliCompress);
/** A memory is never larger than this when it is unpacked. */
const mostBytes = 2 ** 31 - 1;

/** A memory that cannot be gone on from, and why: what went before has to be recalled instead. */
export class MemoryRefused extends Error {}

/** Plain values with maps and typed arrays as bytes: a mark, the format, a digest, and what V8 writes, compressed. */
export function packMemory(memory: unknown): Uint8Array {
  return framed(brotliCompressSync(serialize(memory), quick));
}

/** The same bytes, compressed beside what the thread does next; what changes of the memory meanwhile is not among them. */
export async function packMemoryAside(memory: unknown): Promise<Uint8Array> {
  return framed(await compressAside(serialize(memory), quick));
}

/** @throws MemoryRefused where the bytes are not what `packMemory` of this format made */
export function unpackMemory(bytes: Uint8Array): unknown {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!packed.subarray(0, mark.length).equals(mark)) throw new MemoryRefused('this is no memory of a watcher');
  const found = packed[mark.length];
  if (found !== format) throw new MemoryRefused(`its format is ${found}, not ${format}`);
  const start = mark.length + 1 + digestLength;
  const body = packed.subarray(start);
  if (!packed.subarray(mark.length + 1, start).equals(digestOf(body)))
    throw new MemoryRefused('it is damaged: its digest is another one');
  try {
    return detached(deserialize(brotliDecompressSync(body, { maxOutputLength: mostBytes })));
  } catch (error) {
    throw new MemoryRefused(`it cannot be read here: ${String(error)}`);
  }
}

function framed(body: Uint8Array): Uint8Array {
  return Buffer.concat([mark, Buffer.of(format), digestOf(body), body]);
}

function digestOf(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, digestLength);
}

/** The same value, in whose arrays no part of the bytes lives on that it was read from: one small array would hold on to all of them. */
function detached(value: unknown, seen = new Map<object, unknown>()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const own = ArrayBuffer.isView(value) ? (value as Uint8Array).slice() : value;
  seen.set(value, own);
  if (own !== value) return own;
  if (types.isMap(value)) for (const [key, held] of value) value.set(key, detached(held, seen));
  else if (Array.isArray(value)) for (let k = 0; k < value.length; k++) value[k] = detached(value[k], seen);
  else for (const key of Object.keys(value)) fields(value)[key] = detached(fields(value)[key], seen);
  return value;
}

function fields(value: object): Record<string, unknown> {
  return value as Record<string, unknown>;
}
