import type { InferenceEvent } from '@anchorwatch/telemetry';

/** The levels at which those who ask are told apart; everyone together is `pooled`. */
export const levels = ['key', 'organisation', 'network'] as const;
export type Level = (typeof levels)[number];

/** Where bits are judged beside everybody: the levels, and groups of principals who take each other's next steps. */
export const judgedLevels = [...levels, 'group'] as const;
export type JudgedLevel = (typeof judgedLevels)[number];

/** An inference event on its way through the detectors, with what several of them need of it. */
export interface Question {
  readonly event: InferenceEvent;
  /** Offset in its source: what a finding shows. */
  readonly offset: number;
  /** Its features as a point of the space; undefined when the space cannot hold them. */
  readonly point: Float64Array | undefined;
  /** The group of principals that who asked is a member of, as far as it is known by now. */
  readonly group?: string;
}

/** Who asked, at one level; '' when the telemetry does not say. */
export function principalAt(level: JudgedLevel, { event, group = '' }: Question): string {
  return level === 'group' ? group : (event.principal[level] ?? '');
}

/** The name under which a principal's own order of questions is kept: by its narrowest level; '' when nobody is named. */
export function askerOf({ event: { principal } }: Question): string {
  return principal.key ?? principal.organisation ?? principal.network ?? '';
}
