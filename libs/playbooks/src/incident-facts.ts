/**
 * What a playbook may know of the incident it answers. An `Incident` of the incidents library has all of it;
 * nothing else of an incident can steer a run.
 */
export interface IncidentFacts {
  readonly id: string;
  readonly model: string;
  readonly model_version: string;
  /** For example `data fault`. */
  readonly kind: string;
  readonly severity: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly title: string;
  readonly words: string;
  /** Which bins, segments and features moved most, in words; '' or absent where nothing has bins. */
  readonly moved?: string;
  readonly subjects: readonly string[];
  /** Event time, milliseconds. */
  readonly opened_at: number;
}
