import type { StoredEvent, StoredLabel, StoredOutcome } from '@anchorwatch/telemetry';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { eventColumns } from './event-lines.js';
import { readEvent, type EventRow } from './event-rows.js';
import { readLabelsOf } from './read-model.js';

/** Labels of a model in [from, to) of label time, each with its event, in pages. */
export async function* readOutcomesOf(
  clickhouse: Clickhouse,
  model: string,
  range: { from: number; to: number },
  fields: readonly string[],
): AsyncGenerator<readonly StoredOutcome[]> {
  for await (const labels of readLabelsOf(clickhouse, model, range)) {
    const events = await eventsOfLabels(clickhouse, model, range.to, labels, fields);
    yield labels.map((label) => {
      const event = events.get(label.label.event_id);
      return event === undefined ? { label } : { label, event };
    });
  }
}

/** The ids are asked for by the labels' times, not sent: a page of them would be longer than a request may be. */
async function eventsOfLabels(
  clickhouse: Clickhouse,
  model: string,
  to: number,
  labels: readonly StoredLabel[],
  fields: readonly string[],
): Promise<ReadonlyMap<string, StoredEvent>> {
  const [first, last] = [labels[0]!.label.label_time, labels.at(-1)!.label.label_time];
  const rows = await clickhouse.rows<EventRow>(readEventsOfLabels, { model, to, first, last, fields });
  return new Map(rows.map(readEvent).map((stored) => [stored.event.event_id, stored]));
}

/** Columns of which only the wanted fields are read, and those that are not read at all. */
const instead: Readonly<Partial<Record<(typeof eventColumns)[number], string>>> = {
  event_time: 'toUnixTimestamp64Milli(event_time)',
  features_num: 'mapFilter((name, _) -> has({fields:Array(String)}, name), features_num)',
  features_cat: 'mapFilter((name, _) -> has({fields:Array(String)}, name), features_cat)',
  features_bool: 'mapFilter((name, _) -> has({fields:Array(String)}, name), features_bool)',
  features_null: 'arrayFilter(name -> has({fields:Array(String)}, name), features_null)',
  features_vec: 'mapFilter((name, _) -> has({fields:Array(String)}, name), features_vec)',
  attributes: 'mapFilter((name, _) -> has({fields:Array(String)}, name), attributes)',
  has_text: 'false',
  text_prompt: 'NULL',
  text_output: 'NULL',
  text_signs_key: `''`,
  prompt_shingles: '[]',
  output_hosts: '[]',
};

/**
 * Without FINAL, which would read all that shares a month with them: of the copies of an event the first is taken here. The
 * index on ids leaves out what holds none of them.
 */
const readEventsOfLabels = `
SELECT ${eventColumns.map((column) => instead[column] ?? column).join(', ')}
FROM {database}.inference_events AS events
WHERE model = {model:String}
  AND events.event_time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND event_id IN
  (
      SELECT event_id
      FROM {database}.labels
      WHERE model = {model:String}
        AND label_time >= fromUnixTimestamp64Milli({first:Int64}, 'UTC')
        AND label_time <= fromUnixTimestamp64Milli({last:Int64}, 'UTC')
  )
ORDER BY event_id, events.event_time, offset, part, partition, topic
LIMIT 1 BY event_id`;
