import { labelsFile, type StoredLabel } from '@anchorwatch/telemetry';
import type { Page } from './source.js';

/** Late truth by the id of its event, in the file's order. */
export type LabelsByEvent = ReadonlyMap<string, readonly StoredLabel[]>;

/** Reads a file of labels; undefined where none is given. */
export async function readLabels(path: string | undefined, model: string): Promise<LabelsByEvent | undefined> {
  if (path === undefined) return undefined;
  const labels = new Map<string, StoredLabel[]>();
  const options = {
    model,
    pseudonymise: (name: string) => name,
    now: Date.now(),
    maxFutureMs: Number.MAX_SAFE_INTEGER / 2,
  };
  for await (const records of labelsFile(path, options))
    for (const { row, decoded } of records) {
      if (decoded.kind !== 'label') continue;
      const { label } = decoded;
      const stored = { source: { topic: 'labels', partition: 0, offset: row, part: 0 }, label };
      const known = labels.get(label.event_id);
      if (known === undefined) labels.set(label.event_id, [stored]);
      else known.push(stored);
    }
  return labels;
}

/** The labels of a page's events, placed at their events: in a file, truth ticks with what it is the truth of. The last one of an event counts. */
export function labelsOf(page: Page, labels: LabelsByEvent | undefined): StoredLabel[] {
  const own = ownLabels(page);
  return page.events.flatMap(({ source, event }) => {
    const found = (labels?.get(event.event_id) ?? own.get(event.event_id))?.at(-1);
    if (!found) return [];
    return [
      {
        source: { ...source, topic: `${source.topic}/labels`, part: 1 },
        label: { ...found.label, label_time: event.event_time },
      },
    ];
  });
}

/** The labels that stand in a page itself, by the id of their event. */
export function ownLabels({ labels }: Page): LabelsByEvent {
  return new Map(labels.map((label) => [label.label.event_id, [label]]));
}
