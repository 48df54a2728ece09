import type { FeatureValue, Prediction } from '@anchorwatch/telemetry';

/** What is asked: features of a predictive model, or the prompt of a language model. */
export interface ProbeQuestion {
  readonly features: Readonly<Record<string, FeatureValue>>;
  /** '' where the model takes features. */
  readonly prompt: string;
}

/** What serves, as the server says; '' where it does not. */
export interface Served {
  readonly model_version: string;
  /** `sha256:…`. */
  readonly artefact_digest: string;
}

/** What came back, as intake would read it. A text is the `label` of its answer. */
export interface ProbeAnswer extends Served {
  readonly answer: Prediction;
}

/** `unreachable`: no answer in time. `refused`: an answer that is none, by its status. `unreadable`: not of the protocol. */
export type ProbeFailure = 'unreachable' | 'refused' | 'unreadable';

/** A question that got no answer. The message holds no secret. */
export class ProbeFailed extends Error {
  override readonly name = 'ProbeFailed';
  constructor(
    readonly failure: ProbeFailure,
    reason: string,
  ) {
    super(reason);
  }
}

/** The way to a served model, as any of its callers has it. */
export abstract class ModelProbe {
  /** Whether the protocol can carry a question. */
  abstract canAsk(question: ProbeQuestion): boolean;

  /**
   * What serves at present, where the protocol has a way to ask: once a round, for answers that do not say it themselves.
   * @throws ProbeFailed
   */
  abstract served(signal: AbortSignal): Promise<Served>;

  /**
   * Asks one question; bounded in time and size.
   * @throws ProbeFailed
   */
  abstract ask(question: ProbeQuestion, signal: AbortSignal): Promise<ProbeAnswer>;
}

/** Where a protocol has no way to ask what serves. */
export const unsaid: Served = { model_version: '', artefact_digest: '' };
