import type { FeatureValue } from '@anchorwatch/telemetry';
import type { ProbeFailure } from '../model-probe.js';

export type Features = Readonly<Record<string, FeatureValue>>;

/** Copies of a question that are asked beside it. */
export const usualCopies = 10;
/** A question that failed is asked so often at most. */
export const mostAttempts = 3;

/**
 * A question whose copies are asked because of a finding, suspected or healthy, and what came back: its identity is model, baseline, finding and question. The
 * copies themselves are a function of the stored questions of one finding.
 */
export interface StripQuestion {
  readonly model: string;
  /** Digest of the baseline. */
  readonly baseline: string;
  /** Id of the finding that suspects a backdoor. */
  readonly finding: string;
  /** Identity: a fingerprint of what is asked. */
  readonly question: string;
  /** Whether it is one of the baseline's healthy questions; else it bears what is suspected. */
  readonly healthy: boolean;
  /** The event that it was. */
  readonly event_id: string;
  readonly features: Features;
  /** Features that every copy keeps: those by which the suspected questions are alike. */
  readonly kept: readonly string[];
  /** Wall clock, milliseconds. */
  readonly planned_at: number;
  /** How often it was asked; 0: not yet. */
  readonly attempts: number;
  /** Wall clock, milliseconds, of the last asking; 0: not yet. */
  readonly asked_at: number;
  /** As the answers say, else the newest in telemetry. */
  readonly model_version: string;
  /** Labels: of the question itself, then of its copies in their order, of a suspected one then without the sign. Empty until all of them were answered. */
  readonly answers: readonly string[];
  /** '' when all were answered, or none was asked. */
  readonly failure: ProbeFailure | '';
  readonly reason: string;
}

/** Whether nothing more is asked of it. */
export function isSettled({ answers, attempts }: Pick<StripQuestion, 'answers' | 'attempts'>): boolean {
  return answers.length > 0 || attempts >= mostAttempts;
}
