import { z } from 'zod';
import { isCount, NO_COUNT, parseDuration } from './duration.js';
import { count, duration } from './fields.js';
import { classifierSchema } from './classifier.js';
import { probeSchema } from './probes.js';

/** The four parts one process can play. */
export const ROLES = ['ingest', 'detect', 'respond', 'api'] as const;
export type Role = (typeof ROLES)[number];

/** What an API key may do. Each includes viewer; admin includes all but approving one's own run. */
export const KEY_ROLES = ['viewer', 'analyst', 'responder', 'approver', 'admin', 'ingest'] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

/** YAML reads `500` as a number; it is told what is wrong as text is. */
const tick = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z
    .string()
    .default('60s')
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (isCount(text)) context.addIssue(`expected a length of time such as 60s, got "${text}": ${NO_COUNT}`);
      else if (ms === undefined) context.addIssue(`expected a length of time such as 90s, 5m or 1h, got "${text}"`);
      return ms ?? 0;
    }),
);
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (typeof value === 'string' ? split(value) : value), z.array(item));
const flag = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean());

function split(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const keySchema = z.strictObject({
  name: z.string().min(1).max(100),
  roles: list(z.enum(KEY_ROLES)).refine((roles) => roles.length > 0, 'expected at least one role'),
  /** SHA-256 of the key, hex: the key itself is never configured. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits, the SHA-256 of the key'),
});

/** The whole configuration. Every field has a default; what is absent means the embedded, one-machine program. */
export const configSchema = z.strictObject({
  roles: list(z.enum(ROLES)).default([...ROLES]),
  data_dir: z.string().min(1).default('.anchorwatch'),
  store: z
    .strictObject({
      /** A ClickHouse server; absent means the embedded engine in data_dir. */
      url: z.url({ protocol: /^https?$/ }).optional(),
      username: z.string().default('default'),
      password: z.string().default(''),
      /** A read-only account for what analysts ask; absent, they ask under the account above, read-only and bounded. */
      explore_username: z.string().optional(),
      explore_password: z.string().default(''),
      /** The cluster's name when the server is one node of several. */
      cluster: z
        .string()
        .regex(/^[\w.-]+$/, 'expected letters, digits, _, . and -')
        .optional(),
      database: z
        .string()
        .regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/, 'expected a plain name of letters, digits and _')
        .refine((name) => name !== 'default', 'expected a database of our own, not "default"')
        .default('anchorwatch'),
      telemetry_days: count(1, 3650).default(90),
    })
    .prefault({}),
  kafka: z
    .strictObject({
      /** host:port of one or more brokers; absent means the in-process bus. */
      brokers: list(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'expected host:port')).default([]),
      client_id: z.string().min(1).default('anchorwatch'),
      partitions: count(1, 512).default(8),
      ssl: flag.default(false),
      ssl_ca_file: z.string().optional(),
      sasl_mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
      sasl_username: z.string().optional(),
      sasl_password: z.string().optional(),
      /** Without a sign of life for so long a process loses its partitions to the others. Brokers allow 6 s to 30 min. */
      session_timeout: duration('30s'),
      /** Topics that carry KServe's inference logger as CloudEvents. */
      kserve_topics: list(z.string().min(1)).default([]),
    })
    .prefault({}),
  http: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: count(0, 65535).default(8080),
      keys: z.array(keySchema).default([]),
      max_body_mb: count(1, 256).default(16),
      /** Where people reach the console, for links in notifications. */
      public_url: z.url({ protocol: /^https?$/ }).optional(),
    })
    .prefault({}),
  intake: z
    .strictObject({
      /** Secret of the keyed hash that pseudonymises principals. Made and kept in data_dir when embedded. */
      principal_secret: z.string().min(16, 'expected at least 16 characters').optional(),
      /** Events further ahead of the clock than this are rejected. */
      max_future: duration('2m'),
      /** Whether prompts and outputs of language models are stored. What is read in them is stored always. */
      store_text: flag.default(false),
    })
    .prefault({}),
  detection: z
    .strictObject({
      /** The smallest window of baselines made from stored telemetry. */
      tick,
      /** How long a tick stays open for events that come out of order. */
      lateness: duration('2m'),
      /** How far a partition must be ahead, in event time, before a model absent from it no longer holds windows open. */
      absent_after: duration('5m'),
      /** Wall clock without a message before an idle partition is told the time, or a source of halves is idle. */
      idle_after: duration('60s'),
      /** How often the watch of each model is tried on known drift and on none; 0s: never. */
      self_test_every: duration('7d'),
      /** False alarms a week that the whole installation may cost. */
      alarms_per_week: z.coerce.number().positive().max(10_000).default(1),
    })
    .prefault({}),
  compromise: z
    .strictObject({
      /** Another version of MITRE ATLAS than the one that ships (''): a file of `atlas update --write`, or as MITRE publishes it. */
      atlas_file: z.string().default(''),
      /** Salted hashes of honey records, as `anchorwatch honey` writes them: who asks about them has a copy of the data. Absent (''): none. */
      honey_file: z.string().default(''),
      /** What must not come out of language models: tokens that stand in the system prompt alone, and the prompt itself. Only hashes of them are kept. */
      texts: z
        .array(
          z.strictObject({
            model: z.string().min(1),
            canaries: z.array(z.string().min(1)).max(100).default([]),
            system_prompt_file: z.string().default(''),
          }),
        )
        .max(200)
        .refine((texts) => new Set(texts.map(({ model }) => model)).size === texts.length, 'expected each model once')
        .default([]),
      /** False alarms that one training run may cost. */
      training_alarms_per_run: z.coerce.number().positive().max(1).default(0.01),
      /** A classifier of prompts that is asked as they come in; absent: none. */
      text_classifier: classifierSchema.optional(),
      /** Questions of a model that are read in a second of event time at most; absent: as many as a quarter of a core reads. */
      questions_per_second: z.coerce.number().positive().max(1e6).optional(),
      /** Models that are asked again: egress of the detect role. */
      probes: z.array(probeSchema).max(200).default([]),
      /** Hosts, host:port or CIDR blocks that probes may reach, besides the hosts of their own URLs. */
      allow: list(z.string().min(1)).default([]),
      /** Tokens that probes name. */
      secrets: z.record(z.string(), z.string().min(1)).default({}),
    })
    .prefault({}),
  respond: z
    .strictObject({
      playbooks_dir: z.string().optional(),
      models_dir: z.string().optional(),
      /** Where the shipped playbooks send what they have to say. Absent: those steps fail and say so. */
      webhook_url: z.url({ protocol: /^https?$/ }).optional(),
      /** Hosts, host:port or CIDR blocks that playbook actions may reach, besides the webhook. */
      allow: list(z.string().min(1)).default([]),
      /** Secrets that playbooks name in kms_key_identifier. */
      secrets: z.record(z.string(), z.string()).default({}),
      /** Findings of one model that lie this close in event time belong to one incident. */
      correlate_within: duration('6h'),
    })
    .prefault({}),
  log_level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = z.output<typeof configSchema>;
