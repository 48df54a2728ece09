import type { StoredEvent } from '@anchorwatch/telemetry';
import { Packer } from '../clickhouse/packed.js';
import { columnsWith, eventLine, needed, union, type OptionalColumn } from './event-lines.js';

/** One insert into `inference_events`. */
export interface EventInsert {
  readonly columns: readonly string[];
  readonly body: readonly Buffer[];
}

/**
 * Encodes events page by page, as they are asked for, into inserts of bounded size, in order. A column that holds its default
 * in all events of an insert is left out: most events use a third of the columns, and reading JSON is what an insert costs most.
 *
 * Columns may only be added at the beginning of an insert, so an event of an unusual kind cuts the one before it short.
 * Kept from one use to the next, this begins with the columns of the last events, and seldom has to.
 */
export class EventInserts {
  private recent: readonly OptionalColumn[] = [];

  async *of(
    pages: Iterable<readonly StoredEvent[]> | AsyncIterable<readonly StoredEvent[]>,
  ): AsyncGenerator<EventInsert> {
    const packer = new Packer();
    let used = this.recent;
    let seen: readonly OptionalColumn[] = [];
    const cut = (): EventInsert => ({ columns: columnsWith(used), body: packer.take() });
    for await (const page of pages) {
      const wanted = needed(page);
      seen = union(seen, wanted);
      const wider = union(used, wanted);
      if (wider !== used && packer.rows > 0) yield cut();
      used = wider;
      for (const stored of page) {
        packer.add(eventLine(stored, used));
        if (packer.full()) yield cut();
      }
    }
    if (packer.rows > 0) yield cut();
    this.recent = seen;
  }
}
