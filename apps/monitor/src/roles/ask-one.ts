import {
  ProbeFailed,
  unsaid,
  type Asking,
  type ModelProbe,
  type ProbeQuestion,
  type Served,
} from '@anchorwatch/compromise';
import type { ProbeSettings } from '../config/probes.js';

/** Who is asked, and who asks. */
export interface Asked {
  readonly settings: Pick<ProbeSettings, 'version_from'>;
  readonly probe: ModelProbe;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** What came of one asking. */
export type Outcome = Pick<Asking, 'asked_at' | 'model_version' | 'artefact_digest' | 'answer' | 'failure' | 'reason'>;

/**
 * Asks one question; a failure is an outcome.
 * @param served what the server said of itself
 * @param newest version in telemetry, where nobody says one
 */
export async function askOne(
  { probe, signal, now, settings }: Asked,
  question: ProbeQuestion,
  served: Served,
  newest: string,
): Promise<Outcome> {
  const asked_at = now();
  try {
    const { answer, model_version, artefact_digest } = await probe.ask(question, signal);
    const said = settings.version_from === 'telemetry' ? '' : model_version || served.model_version;
    return {
      asked_at,
      model_version: said || newest,
      artefact_digest: artefact_digest || served.artefact_digest,
      answer,
      failure: '',
      reason: '',
    };
  } catch (error) {
    if (!(error instanceof ProbeFailed)) throw error;
    const { failure, message: reason } = error;
    return { asked_at, model_version: '', artefact_digest: '', answer: {}, failure, reason };
  }
}

/** What serves; answers may say it themselves, so that a failure here is none yet. */
export async function servedBy({ probe, signal }: Asked): Promise<Served> {
  try {
    return await probe.served(signal);
  } catch (error) {
    if (error instanceof ProbeFailed) return unsaid;
    throw error;
  }
}
