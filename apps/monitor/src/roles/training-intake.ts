import type { Batch, ReceivedMessage, Subscription } from '@anchorwatch/bus';
import type { StoredRejection, StoredStep } from '@anchorwatch/telemetry';
import type { Infrastructure } from '../infra/infrastructure.js';
import { nextTrainingOffset } from '../infra/next-training-offset.js';
import { TOPICS } from '../infra/topics.js';
import { Trouble, waitOut } from '../infra/wait-out.js';
import { deadLetter } from './dead-letter.js';
import type { TelemetryDecoder } from './decode.js';
import { BATCH_SPAN } from './ingest.js';

/** Messages stored at a time. */
const PAGE = 500;

/** Stores the steps that training runs report: Kafka (or the in-process bus) to ClickHouse. A step has an identity, so one that is stored again changes nothing. */
export class TrainingIntake {
  readonly name = 'training intake';
  private readonly trouble = new Trouble();
  private subscription: Subscription | undefined;

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly decoder: TelemetryDecoder,
  ) {}

  async start(): Promise<void> {
    this.subscription = await this.infrastructure.bus.subscribe({
      group: 'anchorwatch-training-intake',
      topics: [TOPICS.training],
      startFrom: (topic, partition) => this.startFrom(topic, partition),
      handle: (batch) => this.handle(batch),
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

  /** The position is what the store holds; what lies shortly before it may be there in part, and is stored again. */
  private async startFrom(topic: string, partition: number): Promise<number> {
    const { store, bus } = this.infrastructure;
    const next = await nextTrainingOffset(store, topic, partition);
    return bus.durable ? Math.max(0, next - BATCH_SPAN) : next;
  }

  private async handle(batch: Batch): Promise<void> {
    for (let from = 0; from < batch.messages.length; from += PAGE)
      await this.store(batch, batch.messages.slice(from, from + PAGE));
  }

  private async store(batch: Batch, messages: readonly ReceivedMessage[]): Promise<void> {
    const { bus, store, log, metrics } = this.infrastructure;
    const { steps, rejections } = this.read(batch, messages);
    await waitOut(
      async () => {
        await store.training.putSteps(steps);
        await store.telemetry.append({ events: [], labels: [], rejections }, { fresh: false });
      },
      { batch, log, trouble: this.trouble, waited: () => metrics.storeWaits.inc({ role: 'ingest' }) },
    );
    metrics.trainingStepsStored.inc(steps.length);
    metrics.recordsRejected.inc(rejections.length);
    await deadLetter(bus, rejections);
    // Stored before it is said: who is woken finds it.
    const models = [...new Set(steps.map(({ step }) => step.model))];
    if (models.length > 0)
      await bus.publish(
        TOPICS.trainingStored,
        models.map((model) => ({ key: model, value: Buffer.from(JSON.stringify({ model })) })),
      );
  }

  private read({ topic, partition }: Batch, messages: readonly ReceivedMessage[]) {
    const steps: StoredStep[] = [];
    const rejections: StoredRejection[] = [];
    for (const message of messages)
      for (const record of this.decoder.decodeTraining(message)) {
        const source = { topic, partition, offset: message.offset, part: record.part };
        if (record.kind === 'training step') steps.push({ source, step: record.step });
        else rejections.push({ source, rejection: record.rejection, rejected_at: message.timestamp });
      }
    return { steps, rejections };
  }
}
