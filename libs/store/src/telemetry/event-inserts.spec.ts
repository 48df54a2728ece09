import { describe, expect, it } from '@jest/globals';
import { wholeEvent, type InferenceEvent, type StoredEvent } from '@anchorwatch/telemetry';
import { EventInserts, type EventInsert } from './event-inserts.js';

describe('the inserts of events', () => {
  it('leave out the columns that none of their events needs', async () => {
    const [insert] = await all(new EventInserts().of([[stored(0), stored(1, { latency_ms: 2 })]]));
    expect(insert!.columns).toContain('latency_ms');
    expect(insert!.columns).not.toContain('text_prompt');
    expect(rows(insert!).map((row) => row[insert!.columns.indexOf('latency_ms')])).toEqual([null, 2]);
  });

  it('are cut where an event needs a column that those before it did not', async () => {
    const pages = [[stored(0)], [stored(1)], [stored(2, { tenant: 'bank' })], [stored(3)]];
    const inserts = new EventInserts();
    expect((await all(inserts.of(pages))).map(offsets)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    // The next batch is likely to be of the same kind.
    expect((await all(inserts.of(pages))).map(offsets)).toEqual([[0, 1, 2, 3]]);
    // Kinds that do not come again are forgotten.
    expect((await all(inserts.of([[stored(0)]])))[0]!.columns).toContain('tenant');
    expect((await all(inserts.of([[stored(0)]])))[0]!.columns).not.toContain('tenant');
  });

  it('are bounded in rows, and ask for no page before its turn', async () => {
    let asked = 0;
    function* pages(): Generator<readonly StoredEvent[]> {
      while (asked < 60) {
        asked++;
        yield Array.from({ length: 500 }, (_, at) => stored(at));
      }
    }
    const inserts = new EventInserts().of(pages());
    expect(rows((await inserts.next()).value as EventInsert)).toHaveLength(20_000);
    expect(asked).toBe(40);
    expect((await all(inserts)).map((insert) => rows(insert).length)).toEqual([10_000]);
  });

  it('are bounded in size', async () => {
    const wide = { attributes: { note: 'x'.repeat(3 * 1024 * 1024) } };
    const pages = [[0, 1, 2, 3].map((offset) => stored(offset, wide))];
    expect((await all(new EventInserts().of(pages))).map(offsets)).toEqual([[0, 1, 2], [3]]);
  });

  it('are none without events', async () => {
    expect(await all(new EventInserts().of([[], []]))).toEqual([]);
  });
});

async function all(inserts: AsyncIterable<EventInsert>): Promise<readonly EventInsert[]> {
  const found: EventInsert[] = [];
  for await (const insert of inserts) found.push(insert);
  return found;
}

function rows(insert: EventInsert): unknown[][] {
  const text = Buffer.concat(insert.body).toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown[]);
}

function offsets(insert: EventInsert): unknown[] {
  return rows(insert).map((row) => row[insert.columns.indexOf('offset')]);
}

function stored(offset: number, fields: Partial<InferenceEvent> = {}): StoredEvent {
  const event = wholeEvent({ model: 'fraud', request_id: 'r', event_time: 0, features: { amount: 1 }, ...fields });
  return { source: { topic: 't', partition: 0, offset, part: 0 }, event };
}
