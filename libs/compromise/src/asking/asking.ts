import type { FeatureValue, Prediction } from '@anchorwatch/telemetry';
import type { ProbeFailure } from './model-probe.js';

/** Why a question is among the golden ones: close to the boundary, spread over what is asked, or named by a person. */
export type Choice = 'boundary' | 'spread' | 'given';

/** A question that is asked again, with the answer given when the baseline was healthy. */
export interface GoldenQuestion {
  readonly model: string;
  /** Digest of the baseline. */
  readonly baseline: string;
  /** Identity: a fingerprint of what is asked. */
  readonly question: string;
  readonly choice: Choice;
  /** The event that it was; '' when a person named it. */
  readonly event_id: string;
  readonly event_time: number;
  /** Under which version it was answered; '' where telemetry does not say. */
  readonly model_version: string;
  readonly features: Readonly<Record<string, FeatureValue>>;
  readonly prompt: string;
  /** null: nobody recorded one; the first one by the probe counts. */
  readonly answer: Prediction | null;
}

/** One time that a golden question was asked: its identity is model, baseline, question, round and turn. */
export interface Asking {
  readonly model: string;
  readonly baseline: string;
  readonly question: string;
  /** From 1. */
  readonly round: number;
  /** From 0: a question may be asked several times in a round. */
  readonly turn: number;
  /** Wall clock, milliseconds: what is asked has no event time but its own. */
  readonly asked_at: number;
  /** As the answer says, else the newest in telemetry, else ''. */
  readonly model_version: string;
  readonly artefact_digest: string;
  /** Empty when it failed. */
  readonly answer: Prediction;
  /** '' when it was answered. */
  readonly failure: ProbeFailure | '';
  readonly reason: string;
}
