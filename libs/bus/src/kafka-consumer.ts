import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { SubscribeOptions } from './bus.js';
import type { Steering } from './kafka-claims.js';
import type { KafkaOptions } from './kafka-options.js';

/** What a consumer tells its subscription. */
export interface Listener {
  joined(assignment: Readonly<Record<string, readonly number[]>>, steering: Steering): void;
  rebalancing(): void;
  /** It lives. */
  sign(): void;
  /** Everything below `next` held no message. */
  passed(topic: string, partition: number, next: number): void;
  /** It has stopped for good. Called at most once, and never after `openConsumer` threw. */
  crashed(error: unknown): void;
  batch(payload: EachBatchPayload, steering: Steering): Promise<void>;
}

/** A running client that reports everything to the listener. Throws when it cannot connect or a topic is missing. */
export async function openConsumer(
  kafka: Kafka,
  options: KafkaOptions,
  { group, topics }: SubscribeOptions,
  listener: Listener,
): Promise<Consumer> {
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: options.sessionTimeoutMs ?? 30_000,
    heartbeatInterval: options.heartbeatMs ?? 3_000,
    rebalanceTimeout: 60_000,
    maxWaitTimeInMs: options.maxWaitMs ?? 500,
    maxBytesPerPartition: options.maxBytesPerPartition ?? 2 * 1_048_576,
    allowAutoTopicCreation: false,
    // One way back for every crash: the subscription makes a new consumer. The client's own restart can fail silently.
    retry: { initialRetryTime: 200, retries: 5, maxRetryTime: 5_000, restartOnFailure: async () => false },
  });
  const steering = steer(consumer);
  const { GROUP_JOIN, REBALANCING, HEARTBEAT, FETCH, START_BATCH_PROCESS, END_BATCH_PROCESS, CRASH } = consumer.events;
  const sign = () => listener.sign();
  consumer.on(GROUP_JOIN, ({ payload }) => listener.joined(payload.memberAssignment, steering));
  consumer.on(REBALANCING, () => listener.rebalancing());
  consumer.on(HEARTBEAT, sign);
  consumer.on(FETCH, sign);
  consumer.on(START_BATCH_PROCESS, sign);
  consumer.on(END_BATCH_PROCESS, ({ payload }) => {
    sign();
    if (payload.batchSize === 0) listener.passed(payload.topic, payload.partition, Number(payload.lastOffset) + 1);
  });
  consumer.on(CRASH, ({ payload }) => listener.crashed(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: options.concurrency ?? 4,
      eachBatch: (payload) => listener.batch(payload, steering),
    });
    return consumer;
  } catch (error) {
    await consumer.disconnect().catch(() => undefined);
    throw error;
  }
}

/** A consumer that stopped meanwhile refuses to be steered; its partitions are lost anyway. */
function steer(consumer: Consumer): Steering {
  const attempt = (work: () => void) => {
    try {
      work();
    } catch {
      return;
    }
  };
  return {
    hold: (topic, partition) => attempt(() => consumer.pause([{ topic, partitions: [partition] }])),
    start: (topic, partition, offset) =>
      attempt(() => {
        consumer.seek({ topic, partition, offset: String(offset) });
        consumer.resume([{ topic, partitions: [partition] }]);
      }),
  };
}
