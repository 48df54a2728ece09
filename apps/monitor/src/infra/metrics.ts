import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Everything the program counts about itself, under names that Prometheus' own rules ask for. */
export class Metrics {
  readonly registry = new Registry();
  readonly eventsStored = this.counter('anchorwatch_events_stored_total', 'Inference events stored.');
  readonly labelsStored = this.counter('anchorwatch_labels_stored_total', 'Labels stored.');
  readonly trainingStepsStored = this.counter(
    'anchorwatch_training_steps_stored_total',
    'Steps of training runs stored.',
  );
  readonly recordsRejected = this.counter('anchorwatch_records_rejected_total', 'Records that could not be accepted.');
  readonly storeWaits = this.counter('anchorwatch_store_waits_total', 'Times a role waited for the store.', ['role']);
  readonly eventsCounted = this.counter('anchorwatch_events_counted_total', 'Events counted into profiles.');
  readonly eventsLate = this.gauge('anchorwatch_events_late', 'Events that came after their tick was closed.', [
    'partition',
  ]);
  readonly halvesDropped = this.counter(
    'anchorwatch_halves_dropped_total',
    'Halves dropped because the pairing buffer was full.',
  );
  readonly halvesExpired = this.counter('anchorwatch_halves_expired_total', 'Halves whose other half never came.');
  readonly ticksJudged = this.counter('anchorwatch_ticks_judged_total', 'Ticks judged, over all models.');
  readonly findings = this.counter('anchorwatch_findings_total', 'Findings raised.', ['tier']);
  readonly askings = this.counter('anchorwatch_askings_total', 'Times a model was asked a golden question again.', [
    'outcome',
  ]);
  readonly stripped = this.counter(
    'anchorwatch_strip_questions_total',
    'Questions of which copies were asked because a backdoor was suspected.',
    ['outcome'],
  );
  readonly questionsWatched = this.counter(
    'anchorwatch_questions_read_total',
    'Questions that the detectors of compromise read.',
    ['model'],
  );
  readonly questionsUnscored = this.counter(
    'anchorwatch_questions_unscored_total',
    'Questions that the detectors of compromise left out: more than may be read.',
    ['model'],
  );
  readonly promptsClassified = this.counter(
    'anchorwatch_prompts_classified_total',
    'Prompts that the classifier of texts scored, and that were stored without a score.',
    ['outcome'],
  );
  readonly principalsLetGo = this.gauge(
    'anchorwatch_principals_let_go',
    'Principals that the detectors of compromise forgot because more asked than they remember.',
    ['model'],
  );
  readonly labelsRead = this.counter(
    'anchorwatch_labels_read_total',
    'Labels that the detectors of poisoned feedback read.',
    ['model'],
  );
  readonly labelsUnread = this.counter(
    'anchorwatch_labels_unread_total',
    'Labels that the detectors of poisoned feedback left out: more than may be read.',
    ['model'],
  );
  readonly sourcesLetGo = this.gauge(
    'anchorwatch_sources_let_go',
    'Sources of labels that were forgotten because more label than are remembered.',
    ['model'],
  );
  readonly incidentsOpened = this.counter('anchorwatch_incidents_opened_total', 'Incidents opened.', ['severity']);
  readonly steps = this.counter('anchorwatch_playbook_steps_total', 'Playbook steps finished.', ['outcome']);
  readonly watermark = this.gauge('anchorwatch_watermark_seconds', 'Event time up to which a partition was counted.', [
    'topic',
    'partition',
  ]);
  readonly busLag = this.gauge('anchorwatch_bus_lag', 'Messages not yet handled in the partitions owned here.', [
    'role',
  ]);
  readonly busHealthy = this.gauge('anchorwatch_bus_healthy', '1 while the subscription is alive.', ['role']);
  readonly storeSeconds = new Histogram({
    name: 'anchorwatch_store_append_seconds',
    help: 'How long decoding and storing one batch of telemetry took.',
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  private counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }
}
