import { setImmediate as turnOfOthers } from 'node:timers/promises';
import { textsReader, type KeyedHashes } from '@anchorwatch/compromise';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import type { ClassifyAtIntake } from '../classifying/classify-at-intake.js';
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
    private readonly classify: ClassifyAtIntake | undefined,
  ) {}

  /**
   * @param texts what must not come out of models
   * @throws AtlasProblem with the field that is wrong
   */
  static async open(
    hashes: KeyedHashes,
    texts: readonly GuardedConfig[],
    storeText: boolean,
    classify?: ClassifyAtIntake,
  ): Promise<KeptTexts> {
    const readers = await Promise.all(
      texts.map(async ({ model }) => [model, textsReader(hashes, await guardedOf(texts, model))] as const),
    );
    return new KeptTexts(new Map(readers), textsReader(hashes), storeText, classify);
  }

  /** The events of a page as they are stored. Others have their turn in between. */
  async kept(events: readonly StoredEvent[]): Promise<readonly StoredEvent[]> {
    if (!events.some(({ event }) => event.text !== undefined)) return events;
    const scored = await this.scoresOf(events);
    const kept: StoredEvent[] = [];
    let read = 0;
    for (const { source, event } of events) {
      kept.push({ source, event: this.read(event, scored.get(event)) });
      if (event.text !== undefined && ++read % atOnce === 0) await turnOfOthers();
    }
    return kept;
  }

  /** By event, what the classifier says of its prompt, where it is asked and answers in time. */
  private async scoresOf(events: readonly StoredEvent[]): Promise<ReadonlyMap<InferenceEvent, number>> {
    const { classify } = this;
    if (classify === undefined) return new Map();
    const asked = events.flatMap(({ event }) =>
      event.text?.prompt === undefined ? [] : [{ event, prompt: event.text.prompt }],
    );
    const scores = await classify.scores(asked.map(({ prompt }) => prompt));
    return new Map(asked.flatMap(({ event }, k) => (scores[k] === undefined ? [] : [[event, scores[k]]])));
  }

  private read(event: InferenceEvent, score: number | undefined): InferenceEvent {
    const { text, ...rest } = event;
    if (text === undefined) return event;
    const read = this.readers.get(event.model) ?? this.other;
    const { prompt, ...signs } = read(text);
    const classified = score !== undefined && this.classify && { classified: { by: this.classify.name, score } };
    const text_signs = { ...signs, ...(prompt && { prompt: { ...prompt, ...classified } }) };
    return { ...rest, ...(this.storeText && { text }), text_signs };
  }
}
