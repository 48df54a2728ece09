import { open, type FileHandle } from 'node:fs/promises';
import type { Sender } from './sender.js';
import type { ServedEvent } from './served.js';
import type { Page } from './traffic.js';

/** Files of one run. */
export interface RunFiles {
  /** Native events, a line each. */
  readonly events: string;
  /** Native labels, a line each. */
  readonly labels: string;
  /** Labelled rows with their source, as they would be trained on; undefined where nobody needs them. */
  readonly training: string | undefined;
}

/** Names the files of a run after that of its events. @param training whether labelled rows are written as well */
export function runFiles(events: string, training: boolean): RunFiles {
  const name = events.replace(/\.(jsonl|ndjson)$/i, '');
  return { events, labels: `${name}.labels.jsonl`, training: training ? `${name}.training.csv` : undefined };
}

/** To files that `anchorwatch scan`, `replay` and `inspect training-set` read. Files that are there are written anew. */
export class FileSender implements Sender {
  /** Features of events whose label may still come. */
  private readonly unlabelled = new Map<string, ServedEvent['features']>();
  private columns: readonly string[] | undefined;

  private constructor(
    private readonly events: FileHandle,
    private readonly labels: FileHandle,
    private readonly training: FileHandle | undefined,
  ) {}

  static async open({ events, labels, training }: RunFiles): Promise<FileSender> {
    const handle = (path: string) => open(path, 'w');
    return new FileSender(
      await handle(events),
      await handle(labels),
      training === undefined ? undefined : await handle(training),
    );
  }

  async send({ events, labels }: Pick<Page, 'events' | 'labels'>): Promise<void> {
    await this.events.appendFile(lines(events));
    await this.labels.appendFile(lines(labels));
    if (this.training !== undefined) await this.training.appendFile(this.rows({ events, labels }));
  }

  async watermark(): Promise<void> {
    // A file is complete when it ends.
  }

  async close(): Promise<void> {
    for (const handle of [this.events, this.labels, this.training]) await handle?.close();
  }

  private rows({ events, labels }: Pick<Page, 'events' | 'labels'>): string {
    for (const { request_id, features } of events) this.unlabelled.set(request_id, features);
    const rows: string[] = [];
    for (const { request_id, label, source } of labels) {
      const features = this.unlabelled.get(request_id);
      if (features === undefined) continue;
      this.unlabelled.delete(request_id);
      if (this.columns === undefined) {
        this.columns = Object.keys(features);
        rows.push([...this.columns, 'label', 'source'].join());
      }
      rows.push([...Object.values(features), label, source].join());
    }
    return rows.map((row) => `${row}\n`).join('');
  }
}

function lines(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
