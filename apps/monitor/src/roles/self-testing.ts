import type { Infrastructure } from '../infra/infrastructure.js';
import { deskMessage } from './commands.js';
import type { Judging } from './judging.js';
import { LedgerView } from './ledger-view.js';
import { RegisterView } from './register-view.js';
import { DEFAULT_SIZE, selfTestOf, type SelfTestSize } from './self-test.js';
import { TOPICS } from '../infra/topics.js';

const LOOK_EVERY_MS = 60_000;
/** A test that could not be made, or is not on record yet, is not tried again before. */
const RETRY_AFTER_MS = 3_600_000;

/** Tries the watch of every model that this process judges, as often as configured; the ledger remembers when and what. */
export class SelfTesting {
  readonly name = 'self-testing';
  private readonly register: RegisterView;
  private readonly view: LedgerView;
  private timer: NodeJS.Timeout | undefined;
  /** By model: when a test was last begun. */
  private readonly tried = new Map<string, number>();
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly judging: Pick<Judging, 'models'>,
    private readonly size: SelfTestSize = DEFAULT_SIZE,
    private readonly now: () => number = Date.now,
  ) {
    this.register = new RegisterView(infrastructure.store);
    this.view = new LedgerView(infrastructure.store.ledger);
  }

  async start(): Promise<void> {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }

  health() {
    return { healthy: true, reason: '' };
  }

  lag(): number {
    return 0;
  }

  /** Tests what is due, one model after another; a look while one is under way waits for it. */
  look(): Promise<void> {
    this.underWay = this.underWay
      .then(() => this.testAll())
      .catch((error: unknown) => {
        this.infrastructure.log.warn({ reason: String(error) }, 'a self-test could not be made');
      });
    return this.underWay;
  }

  private async testAll(): Promise<void> {
    const { self_test_every } = this.infrastructure.config.detection;
    if (self_test_every === 0) return;
    await this.register.refresh();
    await this.view.refresh();
    for (const model of this.judging.models()) {
      const state = this.view.of(model);
      const last = state?.self_test?.at ?? state?.register?.promotions.at(-1)?.at ?? this.now();
      const tried = this.tried.get(model) ?? -Infinity;
      if (this.now() - last < self_test_every || this.now() - tried < Math.min(RETRY_AFTER_MS, self_test_every))
        continue;
      this.tried.set(model, this.now());
      await this.test(model);
    }
  }

  private async test(model: string): Promise<void> {
    const { store, bus, config, log } = this.infrastructure;
    const models = this.register.models();
    const version = models.find((one) => one.model === model)?.promotions.at(-1)?.model_version;
    const baseline = version === undefined ? undefined : this.register.baselineOf(model, version, Infinity);
    if (baseline === undefined) return;
    const report = await selfTestOf(store.telemetry, models, baseline, config.detection.alarms_per_week, this.size);
    if (typeof report === 'string') return void log.info({ model, reason: report }, 'no self-test was made');
    // Named after its turn: two processes that both think it is theirs record it once.
    const command_id = `self-test:${baseline.digest}:${Math.floor(this.now() / config.detection.self_test_every)}`;
    const wish = { type: 'self_test', report } as const;
    await bus.publish(TOPICS.commands, [
      deskMessage({ kind: 'command', command: { command_id, model, actor: 'monitor', wish } }),
    ]);
  }
}
