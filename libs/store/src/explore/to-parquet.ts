import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { ExploreAnswer } from './explore-store.js';
import type { FieldType } from './request.js';

/** Rows held in memory before they are written as one row group. */
const groupRows = 20_000;

const types = { string: 'STRING', number: 'DOUBLE', time: 'TIMESTAMP' } as const;

/** An answer as a Parquet file (Snappy), in pieces, one row group at a time: text, doubles and millisecond timestamps. */
export async function* toParquet(answer: ExploreAnswer): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columnsOf([]) });
  const writer = new ParquetWriter({ writer: bytes, schema });
  let rows: (readonly unknown[])[] = [];
  for await (const page of answer.pages) {
    for (const row of page) rows.push(row);
    if (rows.length < groupRows) continue;
    await writer.write({ columnData: columnsOf(rows), rowGroupSize: rows.length });
    rows = [];
    yield taken(bytes);
  }
  if (rows.length > 0) await writer.write({ columnData: columnsOf(rows), rowGroupSize: rows.length });
  await writer.finish();
  yield taken(bytes);

  function columnsOf(group: readonly (readonly unknown[])[]) {
    return answer.columns.map(({ name, type }, at) => ({
      name,
      type: types[type],
      data: group.map((row) => valueOf(row[at], type)),
    }));
  }
}

/** What has been written so far; the writer goes on counting from there. */
function taken(bytes: ByteWriter): Uint8Array {
  const piece = bytes.getBytes().slice();
  bytes.index = 0;
  return piece;
}

function valueOf(cell: unknown, type: FieldType): unknown {
  if (cell === null || cell === undefined) return null;
  return type === 'time' ? new Date(Number(cell)) : cell;
}
