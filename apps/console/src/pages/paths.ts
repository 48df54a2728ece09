import { queryString } from '../data/call.js';

/** The address of a model. */
export function modelPath(model: string): string {
  return `/models/${encodeURIComponent(model)}`;
}

/** The address of who asks what of a model: of one baseline, as it stood at a time (event time, milliseconds), at a level. */
export function compromisePath(
  model: string,
  chosen: { readonly baseline?: string; readonly at?: number; readonly level?: string },
): string {
  return `${modelPath(model)}/compromise${queryString(chosen)}`;
}

/** What of a subject is looked at; the newest window when none is named. */
export interface SubjectAddress {
  readonly subject: string;
  readonly segment: string;
  /** Window length in ticks. */
  readonly scale?: number;
  readonly from?: number;
  readonly to?: number;
}

/** The address of one subject of a model. */
export function subjectPath(model: string, { subject, ...chosen }: SubjectAddress): string {
  const given = Object.entries(chosen).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `${modelPath(model)}/subjects/${encodeURIComponent(subject)}${query === '' ? '' : `?${query}`}`;
}

/** The address of an incident. */
export function incidentPath(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`;
}
