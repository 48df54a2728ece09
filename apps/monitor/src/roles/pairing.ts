import type { Subscription } from '@anchorwatch/bus';
import type { Infrastructure } from '../infra/infrastructure.js';
import { TOPICS } from '../infra/topics.js';
import { Delivery } from './pairing/delivery.js';
import { MeetingPlace } from './pairing/meeting-place.js';
import { Translation } from './pairing/translation.js';

/**
 * Turns logged requests and responses into native events. KServe's producers do not key by id, so halves are first put
 * on a topic keyed by service and id, where both meet. Halves that wait are kept in the store: a restart forgets none.
 * They wait by the time of the slowest partition that is still read, so that none is given up while its other half lies
 * unread in another.
 */
export class Pairing {
  readonly name = 'pairing';
  private readonly delivery: Delivery;
  private subscriptions: readonly Subscription[] = [];
  private translation: Translation | undefined;

  constructor(private readonly infrastructure: Infrastructure) {
    this.delivery = new Delivery(infrastructure);
  }

  async start(): Promise<void> {
    const { bus, config } = this.infrastructure;
    const partitions = await bus.partitions(TOPICS.halves);
    const place = new MeetingPlace(this.infrastructure, this.delivery, partitions);
    const pairing = await bus.subscribe({
      group: 'anchorwatch-pair',
      topics: [TOPICS.halves],
      startFrom: (_, partition) => place.open(partition),
      revoked: async (_, partitions) => partitions.forEach((partition) => place.close(partition)),
      handle: (batch) => place.handle(batch),
    });
    this.subscriptions = [pairing];
    if (config.kafka.kserve_topics.length === 0) return;
    this.translation = new Translation(this.infrastructure, this.delivery, partitions);
    this.subscriptions = [await this.translation.start(), pairing];
  }

  async stop(): Promise<void> {
    this.translation?.stop();
    for (const subscription of this.subscriptions) await subscription.close();
  }

  health() {
    const problems = this.subscriptions.map((subscription) => subscription.health()).filter(({ healthy }) => !healthy);
    const subscribed = this.subscriptions.length > 0 ? { healthy: true, reason: '' } : undefined;
    return this.delivery.trouble.health(problems[0] ?? subscribed);
  }

  lag(): number {
    return this.subscriptions.reduce((sum, subscription) => sum + subscription.lag(), 0);
  }
}
