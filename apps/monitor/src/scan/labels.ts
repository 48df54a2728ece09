import { labelsFile, type StoredLabel } from '@anchorwatch/telemetry';
import type { Page } from './source.js';

/** Late truth by the id of its event. */
export async function readLabels(
  path: string | undefined,
  model: string,
): Promise<ReadonlyMap<string, StoredLabel> | undefined> {
  if (path === undefined) return undefined;
  const labels = new Map<string, StoredLabel>();
  const options = {
    model,
    pseudonymise: (name: string) => name,
    now: Date.now(),
    maxFutureMs: Number.MAX_SAFE_INTEGER / 2,
  };
  for await (const records of labelsFile(path, options))
    for (const { row, decoded } of records)
      if (decoded.kind === 'label')
        labels.set(decoded.label.event_id, {
          source: { topic: 'labels', partition: 0, offset: row, part: 0 },
          label: decoded.label,
        });
  return labels;
}

/** The labels of a page's events, placed at their events: in a file, truth ticks with what it is the truth of. */
export function labelsOf(page: Page, labels: ReadonlyMap<string, StoredLabel> | undefined): StoredLabel[] {
  const own = new Map(page.labels.map((label) => [label.label.event_id, label]));
  return page.events.flatMap(({ source, event }) => {
    const found = labels?.get(event.event_id) ?? own.get(event.event_id);
    if (!found) return [];
    return [
      {
        source: { ...source, topic: `${source.topic}/labels`, part: 1 },
        label: { ...found.label, label_time: event.event_time },
      },
    ];
  });
}
