import type { Batch, Subscription } from '@anchorwatch/bus';
import type { Infrastructure } from '../infra/infrastructure.js';
import { Trouble, waitOut } from '../infra/wait-out.js';
import { TOPICS } from '../infra/topics.js';
import { deadLetter } from './dead-letter.js';
import { ClassifyAtIntake } from '../classifying/classify-at-intake.js';
import { HttpClassifier } from '../classifying/http-classifier.js';
import type { TelemetryDecoder } from './decode.js';
import { KeptTexts } from './kept-texts.js';
import { TelemetryPages } from './telemetry-pages.js';

/**
 * No batch spans more offsets than this. An insert that a crash cut short lies within the last such span, so reading
 * again from there, and storing only what is missing, completes it.
 */
export const BATCH_SPAN = 20_000;

/** Stores what was asked and answered: Kafka (or the in-process bus) to ClickHouse, once. */
export class Ingest {
  readonly name = 'ingest';
  private readonly trouble = new Trouble();
  private subscription: Subscription | undefined;
  private texts: KeptTexts | undefined;
  /** Per partition: offsets from here on were never sent to the store before. */
  private readonly freshFrom = new Map<string, number>();

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly decoder: TelemetryDecoder,
  ) {}

  /** @throws AtlasProblem where what is configured of texts is wrong */
  async start(): Promise<void> {
    const { config, textHashes } = this.infrastructure;
    const { texts } = config.compromise;
    this.texts = await KeptTexts.open(textHashes, texts, config.intake.store_text, this.classifier());
    this.subscription = await this.infrastructure.bus.subscribe({
      group: 'anchorwatch-ingest',
      topics: [TOPICS.events, TOPICS.labels],
      startFrom: (topic, partition) => this.startFrom(topic, partition),
      handle: (batch) => this.handle(batch),
    });
  }

  private classifier(): ClassifyAtIntake | undefined {
    const { config, metrics, log } = this.infrastructure;
    const { text_classifier: settings, allow, secrets } = config.compromise;
    if (settings === undefined) return undefined;
    return new ClassifyAtIntake(new HttpClassifier(settings, { allow, secrets }), settings, {
      scored: (count) => metrics.promptsClassified.inc({ outcome: 'scored' }, count),
      unscored: (count, reason) => {
        metrics.promptsClassified.inc({ outcome: 'unscored' }, count);
        log.debug({ count, reason }, 'prompts without a score of the classifier');
      },
    });
  }

  async stop(): Promise<void> {
    await this.subscription?.close();
  }

  health() {
    return this.trouble.health(this.subscription?.health());
  }

  lag(): number {
    return this.subscription?.lag() ?? 0;
  }

  /** The position is what the store holds, not what was committed. */
  private async startFrom(topic: string, partition: number): Promise<number> {
    const next = await this.infrastructure.store.telemetry.nextOffset(topic, partition);
    this.freshFrom.set(`${topic}/${partition}`, next);
    return this.infrastructure.bus.durable ? Math.max(0, next - BATCH_SPAN) : next;
  }

  private async handle(batch: Batch): Promise<void> {
    for (let from = 0; from < batch.messages.length;) {
      const first = batch.messages[from]!.offset;
      let to = from;
      while (to < batch.messages.length && batch.messages[to]!.offset < first + BATCH_SPAN) to++;
      await this.store(batch, from, to);
      from = to;
    }
  }

  private async store(batch: Batch, from: number, to: number): Promise<void> {
    const { bus, store, log, metrics } = this.infrastructure;
    const first = batch.messages[from]!.offset;
    const fresh = first >= (this.freshFrom.get(`${batch.topic}/${batch.partition}`) ?? Infinity);
    const stop = metrics.storeSeconds.startTimer();
    const stored = await waitOut(
      async (attempt) => {
        const pages = new TelemetryPages(this.decoder, batch, from, to, this.texts!);
        await store.telemetry.appendPages(pages.read(), { fresh: fresh && attempt === 0 });
        return pages;
      },
      {
        batch,
        log,
        trouble: this.trouble,
        waited: () => metrics.storeWaits.inc({ role: 'ingest' }),
      },
    );
    if (stored.events + stored.labels + stored.rejections.length === 0) return;
    stop();
    // Stored before acknowledged: a crash here repeats, never loses; the source of each row makes the repeat harmless.
    await deadLetter(bus, stored.rejections);
    metrics.eventsStored.inc(stored.events);
    metrics.labelsStored.inc(stored.labels);
    metrics.recordsRejected.inc(stored.rejections.length);
  }
}
