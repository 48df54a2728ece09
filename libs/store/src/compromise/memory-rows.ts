import type { KeptMemory } from '@anchorwatch/compromise';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { inChunks } from '../clickhouse/chunks.js';
import { number, text } from '../clickhouse/json.js';
import { joined, partsOf } from '../clickhouse/parts.js';

const columns = [
  'model',
  'baseline',
  'slot',
  'part',
  'parts',
  'number',
  'tick',
  'questions',
  'scored',
  'body',
] as const;

/** Puts a memory into the slot whose turn it is. */
export function putMemory(clickhouse: Clickhouse, table: string, { body, ...memory }: KeptMemory): Promise<void> {
  const parts = partsOf(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'));
  const { model, baseline } = memory;
  const slot = memory.number % 2;
  const after = [parts.length, memory.number, memory.tick, memory.questions, memory.scored].map(number);
  return inChunks(
    parts.map((piece, part) => ({ piece, part })),
    ({ piece, part }) =>
      `[${[text(model), text(baseline), number(slot), number(part), ...after, text(piece)].join(',')}]`,
    (lines) => clickhouse.insert(table, columns, lines),
  );
}

/** The latest that is whole. */
export async function readMemory(
  clickhouse: Clickhouse,
  table: string,
  { model, baseline }: Pick<KeptMemory, 'model' | 'baseline'>,
): Promise<KeptMemory | undefined> {
  type Head = [slot: number, tick: number, parts: number, number: number, questions: number, scored: number];
  const heads = await clickhouse.rows<Head>(readHeads(table), { model, baseline });
  for (const [slot, tick, parts, memoryNumber, questions, scored] of heads) {
    const rows = await clickhouse.rows<[string]>(readBody(table), { model, baseline, slot, tick });
    const body = joined(
      rows.map(([piece]) => piece),
      parts,
    );
    if (body === undefined) continue;
    return { model, baseline, number: memoryNumber, tick, questions, scored, body: Buffer.from(body, 'base64') };
  }
  return undefined;
}

/** Of a slot that is being replaced there are parts of two ticks; neither is whole. */
const readHeads = (table: string): string => `
SELECT slot, tick, any(parts), any(number), any(questions), any(scored)
FROM {database}.${table} FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
GROUP BY slot, tick
HAVING count() >= any(parts)
ORDER BY tick DESC`;

const readBody = (table: string): string => `
SELECT body
FROM {database}.${table} FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND slot = {slot:UInt8}
  AND tick = {tick:Int64}
ORDER BY part`;
