/** Every topic, in one place; what a topic is keyed by decides what stays in order. */
export const TOPICS = {
  events: 'inference.events',
  labels: 'inference.labels',
  /** What training runs report of their steps; keyed by model. */
  training: 'training.metrics',
  /** Dead letters, for the producers' owners. */
  rejected: 'inference.rejected',
  /** Halves of request/response pairs, keyed by service and id so that both meet. */
  halves: 'anchorwatch.halves',
  /** Wakes the judge of a model; keyed by model. */
  profiles: 'anchorwatch.profiles',
  /** Wakes the judge of a model's training runs; keyed by model. */
  trainingStored: 'anchorwatch.training',
  /** Announces findings to whoever listens; keyed by model. */
  findings: 'anchorwatch.findings',
  /** Commands and wake-ups for the one writer of a model's ledger; keyed by model. */
  commands: 'anchorwatch.commands',
  /** Announces ledger entries and refusals; keyed by model. */
  ledger: 'anchorwatch.ledger',
} as const;

export const HEADERS = {
  contentType: 'content-type',
  /** Everything of the partition up to this event time (ms) has been sent. */
  watermark: 'anchorwatch-watermark',
  /** The message is a rejection made at the edge, to be stored where it belongs. Believed only with the value `hashedHere`. */
  rejection: 'anchorwatch-rejection',
  /** On a half: the source partition it was read from, `<topic>/<partition>`. Halves that came by HTTP have none. */
  source: 'anchorwatch-source',
  /** On a half that has a source partition: its offset there, so that what is sent again is known. */
  sourceOffset: 'anchorwatch-source-offset',
  /** The message says how far sources of halves were read, and of how many it does. */
  positions: 'anchorwatch-positions',
} as const;
