import type { Source, StoredEvent, StoredLabel, StoredRejection, TelemetryPages } from '@anchorwatch/telemetry';
import { inChunks } from '../clickhouse/chunks.js';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import type { EventInserts } from './event-inserts.js';
import { labelColumns, labelLine, rejectionColumns, rejectionLine } from './label-rows.js';

type Table = 'inference_events' | 'labels' | 'rejections';

/**
 * Stores the pages of a batch, each source once. An insert is not atomic over the months and tables it touches, and after a
 * failed one nobody knows what was stored; so unless the batch is known to be new, what is there already is looked up and left
 * out. Events of a new batch are encoded page by page and kept no longer; for the look they are all held.
 */
export async function append(
  clickhouse: Clickhouse,
  pages: TelemetryPages,
  fresh: boolean,
  inserts: EventInserts,
): Promise<void> {
  const labels: StoredLabel[] = [];
  const rejections: StoredRejection[] = [];
  async function* eventPages(): AsyncGenerator<readonly StoredEvent[]> {
    for await (const page of pages) {
      for (const label of page.labels) labels.push(label);
      for (const rejection of page.rejections) rejections.push(rejection);
      yield page.events;
    }
  }
  const missing = <Item extends { source: Source }>(table: Table, items: readonly Item[]): Promise<readonly Item[]> =>
    fresh ? Promise.resolve(items) : notStored(clickhouse, table, items);

  const events = fresh ? eventPages() : [await missing('inference_events', await all(eventPages()))];
  for await (const { columns, body } of inserts.of(events)) await clickhouse.insert('inference_events', columns, body);
  await inChunks(await missing('labels', labels), labelLine, (body) => clickhouse.insert('labels', labelColumns, body));
  await inChunks(await missing('rejections', rejections), rejectionLine, (body) =>
    clickhouse.insert('rejections', rejectionColumns, body),
  );
}

async function all<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) for (const item of page) items.push(item);
  return items;
}

/** The items whose source has no row yet. */
async function notStored<Item extends { source: Source }>(
  clickhouse: Clickhouse,
  table: Table,
  items: readonly Item[],
): Promise<readonly Item[]> {
  if (items.length === 0) return items;
  const stored = new Set<string>();
  for (const place of placesOf(items)) {
    const rows = await clickhouse.rows<[number, number]>(readSources(table), { ...place });
    for (const [offset, part] of rows) stored.add(key({ ...place, offset, part }));
  }
  return items.filter(({ source }) => !stored.has(key(source)));
}

/** The stretch of offsets that the items take in each partition; a batch comes from one, but need not. */
function placesOf(items: readonly { source: Source }[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { source } of items) {
    const name = `${source.partition} ${source.topic}`;
    const place = places.get(name);
    places.set(name, {
      topic: source.topic,
      partition: source.partition,
      first: Math.min(place?.first ?? source.offset, source.offset),
      last: Math.max(place?.last ?? source.offset, source.offset),
    });
  }
  return [...places.values()];
}

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly first: number;
  readonly last: number;
}

function key({ topic, partition, offset, part }: Source): string {
  return `${partition} ${offset} ${part} ${topic}`;
}

/** Without FINAL: a row that is about to be collapsed was stored all the same. */
const readSources = (table: Table): string => `
SELECT offset, part
FROM {database}.${table}
WHERE topic = {topic:String}
  AND partition = {partition:UInt32}
  AND offset BETWEEN {first:Int64} AND {last:Int64}`;
