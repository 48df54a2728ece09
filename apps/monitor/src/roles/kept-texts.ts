import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { textsReader, type KeyedHashes } from '@anchorwatch/compromise';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import { guardedOf, type GuardedConfig } from '../compromise/guarded-texts.js';

/** Texts that are read in one go: of long ones, a fifth of a second of work. */
const atOnce = 20;

type Read = ReturnType<typeof textsReader>;

/** What stays of the texts of language models: what was read in them, and the texts themselves only where that is configured. */
export class KeptTexts {
  private constructor(
    private readonly readers: ReadonlyMap<string, Read>,
    private readonly other: Read,
    private readonly storeText: boolean,
  ) {}

  /**
   * @param texts what must not come out of models
   * @throws AtlasProblem with the field that is wrong
   */
  static async open(hashes: KeyedHashes, texts: readonly GuardedConfig[], storeText: boolean): Promise<KeptTexts> {
    const readers = await Promise.all(
      texts.map(async ({ model }) => [model, textsReader(hashes, await guardedOf(texts, model))] as const),
    );
    return new KeptTexts(new Map(readers), textsReader(hashes), storeText);
  }

  /** The events of a page as they are stored. Others have their turn in between. */
  async kept(events: readonly StoredEvent[]): Promise<readonly StoredEvent[]> {
    if (!events.some(({ event }) => event.text !== undefined)) return events;
    const kept: StoredEvent[] = [];
    let read = 0;
    for (const { source, event } of events) {
      kept.push({ source, event: this.read(event) });
      if (event.text !== undefined && ++read % atOnce === 0) await turnOfOthers();
    }
    return kept;
  }

  private read(event: InferenceEvent): InferenceEvent {
    const { text, ...rest } = event;
    if (text === undefined) return event;
    const read = this.readers.get(event.model) ?? this.other;
    return { ...rest, ...(this.storeText && { text }), text_signs: read(text) };
  }
}
