import { basename } from 'node:path';
import {
  FileProblem,
  fileDigest,
  readFile,
  type Mapping,
  type ReadFileOptions,
  type StoredEvent,
  type StoredLabel,
  type StoredRejection,
} from '@anchorwatch/telemetry';

/** One page of a file as the store takes it. Offsets are row numbers. */
export interface Page {
  readonly events: readonly StoredEvent[];
  readonly labels: readonly StoredLabel[];
  readonly rejections: readonly StoredRejection[];
}

/** A file as a source of telemetry: topic `file:<digest>`, partition 0, offset = row number. */
export interface FileSource {
  readonly path: string;
  readonly digest: string;
  readonly topic: string;
  /** @throws FileProblem at the end, when no row could be read: with the first reason, which is mostly that of all */
  pages(): AsyncIterable<Page>;
}

/** @param pseudonymise what becomes of principals' names; they stay as the file has them when it is not given */
export async function openSource(
  path: string,
  model: string,
  mapping: Mapping | undefined,
  pseudonymise: (name: string) => string = (name) => name,
): Promise<FileSource> {
  const digest = await fileDigest(path);
  const topic = `file:${digest}`;
  return { path, digest, topic, pages: () => pagesOf(path, { model, mapping, pseudonymise }, topic) };
}

type Reading = Pick<ReadFileOptions, 'model' | 'mapping' | 'pseudonymise'>;

async function* pagesOf(path: string, reading: Reading, topic: string): AsyncIterable<Page> {
  // A file may speak of any time.
  const options = {
    ...reading,
    now: Date.now(),
    maxFutureMs: Number.MAX_SAFE_INTEGER / 2,
  };
  let unread: { rows: number; readonly first: StoredRejection } | undefined;
  let isRead = false;
  for await (const records of readFile(path, options)) {
    const events: StoredEvent[] = [];
    const labels: StoredLabel[] = [];
    const rejections: StoredRejection[] = [];
    for (const { row, decoded } of records) {
      const source = { topic, partition: 0, offset: row, part: decoded.part };
      if (decoded.kind === 'event') events.push({ source, event: decoded.event });
      else if (decoded.kind === 'label') labels.push({ source, label: decoded.label });
      else rejections.push({ source, rejection: decoded.rejection, rejected_at: 0 });
    }
    isRead ||= events.length + labels.length > 0;
    for (const first of rejections) {
      unread ??= { rows: 0, first };
      unread.rows++;
    }
    yield { events, labels, rejections };
  }
  if (unread === undefined || isRead) return;
  const { rows, first } = unread;
  const { field, reason } = first.rejection;
  throw new FileProblem(basename(path), [
    `none of its ${rows} rows could be read`,
    `row ${first.source.offset}: ${field} ${reason}`,
  ]);
}

/** How a file is named to people. */
export function nameOf(source: FileSource): string {
  return `${basename(source.path)} ${source.digest.slice(0, 12)}`;
}
