import type { TextSigns } from './text-signs.js';

/** A feature's value as it was asked: a number, a category, a flag, nothing, or an embedding. */
export type FeatureValue = number | string | boolean | null | readonly number[];

/** What the model answered. Every field is optional: a classifier has a label, a regressor a value. */
export interface Prediction {
  readonly label?: string;
  /** Probability of `label`, or the model's own score. Finite. */
  readonly score?: number;
  readonly value?: number;
  readonly classes?: Readonly<Record<string, number>>;
}

/** Who asked, already pseudonymised: each part is a keyed hash, never the name itself. */
export interface Principal {
  readonly key?: string;
  readonly organisation?: string;
  readonly network?: string;
}

/**
 * One row asked of one model, with its answer: a request with 20 rows is 20 events.
 * The property names are those of the wire format, the store and the API.
 */
export interface InferenceEvent {
  readonly tenant: string;
  readonly model: string;
  /** '' when the producer does not say. */
  readonly model_version: string;
  readonly artefact_digest: string;
  readonly endpoint: string;
  readonly request_id: string;
  readonly row: number;
  /** `request_id#row`: the identity of the event within its model. */
  readonly event_id: string;
  /** Occurrence, milliseconds since 1970, UTC. */
  readonly event_time: number;
  readonly features: Readonly<Record<string, FeatureValue>>;
  readonly prediction: Prediction;
  readonly principal: Principal;
  readonly status: 'ok' | 'error';
  readonly error_type: string;
  /** Undefined when not measured. */
  readonly latency_ms?: number;
  readonly tokens_in?: number;
  readonly tokens_out?: number;
  /** In (0, 1]: the share of traffic this event stands for. */
  readonly sampling_fraction: number;
  readonly session_id: string;
  readonly trace_id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Looked at by the language-model detectors; stored only if configured. */
  readonly text?: { readonly prompt?: string; readonly output?: string };
  /** What intake read in the texts. Never sent: a producer's own is not taken. */
  readonly text_signs?: TextSigns;
}

/** Late truth or feedback about one event; a second one from the same source corrects the first. */
export interface Label {
  readonly tenant: string;
  readonly model: string;
  readonly request_id: string;
  readonly row: number;
  readonly event_id: string;
  /** When the truth became known, milliseconds since 1970, UTC. */
  readonly label_time: number;
  readonly label?: string;
  readonly value?: number;
  /** '' when the producer does not say. */
  readonly source: string;
  readonly weight: number;
}

/** A record that could not be accepted: which field, why, and where it was read. */
export interface Rejection {
  readonly field: string;
  /** For example `expected a finite number, got "NaN"`. */
  readonly reason: string;
  /** At most the first 2,000 characters of what was sent, for the person who mends the producer. */
  readonly excerpt: string;
  readonly model: string;
}

/** The answer to a record of a message that cannot be accepted; `part` is its place in the message, from 0. */
export interface RefusedRecord {
  readonly kind: 'rejection';
  readonly part: number;
  readonly rejection: Rejection;
}

/** The answer to one record of a message; `part` is its place in the message, from 0. */
export type Decoded =
  | {
      readonly kind: 'event';
      readonly part: number;
      readonly event: InferenceEvent;
      /** How many fields the format did not know; they are among the attributes as text. Absent when none. */
      readonly unknown_fields?: number;
    }
  | { readonly kind: 'label'; readonly part: number; readonly label: Label }
  | RefusedRecord;
