import { LedgerStore, type LedgerEntry } from '@anchorwatch/governance';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { number, text } from '../clickhouse/json.js';
import { packed } from '../clickhouse/packed.js';

/** The ledger in ClickHouse. */
export class ClickhouseLedgerStore extends LedgerStore {
  constructor(private readonly clickhouse: Clickhouse) {
    super();
  }

  /** One insert of one block into a table without partitions: ClickHouse stores it whole or not at all. */
  append(entries: readonly LedgerEntry[]): Promise<void> {
    return this.clickhouse.insert('ledger', columns, packed(entries.map(line)));
  }

  async read(stream: string, after = 0): Promise<readonly LedgerEntry[]> {
    return (await this.clickhouse.rows<LedgerRow>(readStream, { stream, after })).map(readEntry);
  }

  async heads(): Promise<Readonly<Record<string, number>>> {
    return Object.fromEntries(await this.clickhouse.rows<[string, number]>(readHeads));
  }

  async forks(stream: string): Promise<readonly number[]> {
    return (await this.clickhouse.rows<[number]>(readForks, { stream })).map(([seq]) => seq);
  }
}

const columns = [
  'stream',
  'seq',
  'entry_id',
  'type',
  'actor',
  'recorded_at',
  'subject_id',
  'body',
  'previous_hash',
  'hash',
] as const;

type LedgerRow = readonly [
  stream: string,
  seq: number,
  entry_id: string,
  type: string,
  actor: string,
  recorded_at: number,
  subject_id: string,
  body: string,
  previous_hash: string,
  hash: string,
];

function line(entry: LedgerEntry): string {
  return (
    `[${text(entry.stream)},${number(entry.seq)},${text(entry.entry_id)},${text(entry.type)},${text(entry.actor)}` +
    `,${entry.recorded_at},${text(entry.subject_id)},${text(JSON.stringify(entry.body))}` +
    `,${text(entry.previous_hash)},${text(entry.hash)}]`
  );
}

function readEntry(row: LedgerRow): LedgerEntry {
  const [stream, seq, entry_id, type, actor, recorded_at, subject_id, body, previous_hash, hash] = row;
  const read = JSON.parse(body) as LedgerEntry['body'];
  return { stream, seq, entry_id, type, actor, recorded_at, subject_id, body: read, previous_hash, hash };
}

const readStream = `
SELECT stream, seq, entry_id, type, actor, toUnixTimestamp64Milli(recorded_at), subject_id, body, previous_hash, hash
FROM {database}.ledger FINAL
WHERE stream = {stream:String}
  AND seq > {after:UInt64}
ORDER BY seq, hash
LIMIT 1 BY seq`;

const readForks = `
SELECT seq
FROM {database}.ledger
WHERE stream = {stream:String}
GROUP BY seq
HAVING uniqExact(hash) > 1
ORDER BY seq`;

const readHeads = `
SELECT stream, max(seq)
FROM {database}.ledger
GROUP BY stream
ORDER BY stream`;
