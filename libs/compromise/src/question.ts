import type { InferenceEvent } from '@anchorwatch/telemetry';

/** The levels at which those who ask are told apart; everyone together is `pooled`. */
export const levels = ['key', 'organisation', 'network'] as const;
export type Level = (typeof levels)[number];

/** An inference event on its way through the detectors, with what several of them need of it. */
export interface Question {
  readonly event: InferenceEvent;
  /** Offset in its source: what a finding shows. */
  readonly offset: number;
  /** Its features as a point of the space; undefined when the space cannot hold them. */
  readonly point: Float64Array | undefined;
}

/** Who asked, at one level; '' when the telemetry does not say. */
export function principalAt(level: Level, { event }: Question): string {
  return event.principal[level] ?? '';
}

/** The name under which a principal's own order of questions is kept: by its narrowest level; '' when nobody is named. */
export function askerOf({ event: { principal } }: Question): string {
  return principal.key ?? principal.organisation ?? principal.network ?? '';
}
