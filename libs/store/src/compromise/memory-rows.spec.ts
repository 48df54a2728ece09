import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeptMemory } from '@anchorwatch/compromise';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Clickhouse } from '../clickhouse/clickhouse.js';
import { openEmbedded } from '../clickhouse/embedded.js';
import { migrate } from '../migrate.js';
import { putMemory, readMemory } from './memory-rows.js';

const TABLE = 'watcher_memories';
const folder = mkdtempSync(join(tmpdir(), 'anchorwatch-memories-'));
let clickhouse: Clickhouse;
beforeAll(async () => {
  clickhouse = await openEmbedded(folder, 'memories');
  await migrate(clickhouse, { retentionDays: 30 });
}, 60_000);
afterAll(async () => {
  await clickhouse.close();
  rmSync(folder, { recursive: true, force: true });
});

function memory(number: number, bytes: number): KeptMemory {
  const body = Uint8Array.from({ length: bytes }, (_, at) => (at * 7 + number) % 256);
  return { model: 'loans', baseline: 'b', number, tick: 10 * number, questions: 1, scored: 1, body };
}

/** Lets so many inserts of a memory through, and dies. */
function dying(after: number): Clickhouse {
  let left = after;
  return {
    ...clickhouse,
    insert: (...given) => {
      if (left-- <= 0) throw new Error('killed');
      return clickhouse.insert(...given);
    },
  };
}

describe('memories of a watcher', () => {
  it('leave the one before whole when a process dies while it replaces the one before that', async () => {
    // Large enough for two inserts.
    for (const number of [0, 1]) await putMemory(clickhouse, TABLE, memory(number, 9_000_000));
    await expect(putMemory(dying(1), TABLE, memory(2, 9_000_000))).rejects.toThrow('killed');
    expect(await clickhouse.rows(`SELECT DISTINCT tick FROM {database}.${TABLE} FINAL ORDER BY tick`)).toEqual([
      [0],
      [10],
      [20],
    ]);
    expect(await readMemory(clickhouse, TABLE, { model: 'loans', baseline: 'b' })).toMatchObject({
      number: 1,
      tick: 10,
    });
    await putMemory(clickhouse, TABLE, memory(2, 9_000_000));
    expect(await readMemory(clickhouse, TABLE, { model: 'loans', baseline: 'b' })).toMatchObject({
      number: 2,
      tick: 20,
    });
  }, 60_000);
});
