/** What a bit is a sign of, by itself: the kinds of incident that it speaks for. */
export type Suspicion =
  | 'extraction'
  | 'evasion'
  | 'membership probing'
  | 'poisoning'
  | 'tampering'
  | 'injection'
  | 'leakage'
  | 'abuse of capacity'
  | 'backdoor';

/** What every bit says of itself before it is believed. */
export interface Declaration {
  /** One word, as it stands in findings: `novel`, `near`, … */
  readonly name: string;
  /** What it means when it is set, as the end of "the share of questions that …". */
  readonly means: string;
  /** The telemetry that it needs, in words. */
  readonly needs: string;
  /** Work for one event, in words: what grows with what. */
  readonly costs: string;
  readonly suspicion: Suspicion;
  /** Whether it is never set in healthy traffic where the detector is not blind: seeing it is proof, and only slips are tolerated. */
  readonly never: boolean;
  /** Of what is never set: whether no slip sets it either, so that one question is an alarm. */
  readonly once?: true;
  /** Ids of MITRE ATLAS, content 2026.09. */
  readonly atlas: readonly string[];
  /** Ids of OWASP lists with their edition, such as `ML05:2023`. */
  readonly owasp: readonly string[];
  /** Ids of NIST AI 100-2 E2025. */
  readonly nist: readonly string[];
  /** How somebody who knows it gets past it. */
  readonly evaded_by: string;
}
