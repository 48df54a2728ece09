import type { InferenceEvent, Label, FeatureValue } from '@anchorwatch/telemetry';
import type { SubjectRole } from '../baselines/baseline.js';
import { ANSWERS, metricWords, OUTCOMES } from '../performance/task.js';

/** A value as it is profiled: a number (also NaN or infinite), a category, or null when it is missing. Flags are the categories `true` and `false`. */
export type SubjectValue = number | string | null;

export interface SubjectOfEvent {
  readonly subject: string;
  readonly role: SubjectRole;
  readonly value: SubjectValue;
}

/** The subjects that every event may have besides its features. */
export const answerRoles = ['score', 'prediction label', 'prediction value', 'confidence', 'latency'] as const;

const reserved: ReadonlySet<string> = new Set([
  ...answerRoles,
  'errors',
  'truth',
  'volume',
  ANSWERS,
  OUTCOMES,
  ...Object.keys(metricWords),
  'reconstruction error',
  'features together',
]);
const prefix = 'feature ';
/** Between the names of a pair. */
const times = ' × ';

/**
 * The subject's name of a feature: the feature's own name, or `feature <name>` where that would be
 * mistaken for one of the other subjects (`score`, `latency`, `volume`, a measure of performance such as `f1`, a pair). No
 * two features share a name, and none shares one with a subject of another kind.
 */
export function subjectOfFeature(feature: string): string {
  const mistaken = reserved.has(feature) || feature.startsWith(prefix) || feature.includes(times);
  return mistaken ? prefix + feature : feature;
}

/** The subject's name of two features together. */
export function subjectOfPair(first: string, second: string): string {
  return `${first}${times}${second}`;
}

/** The subjects behind a pair's name: the inverse of `subjectOfPair`, for names without ` × ` of their own. */
export function featuresOfPair(subject: string): readonly string[] {
  return subject.split(times);
}

/** The feature behind a subject's name: the inverse of `subjectOfFeature`. */
export function featureOfSubject(subject: string): string {
  return subject.startsWith(prefix) ? subject.slice(prefix.length) : subject;
}

/**
 * The subject that a person means: `feature <name>` names the feature everywhere, also where its own name would do, so that
 * nobody needs to know which names are taken (`feature income` is `income`, `feature f1` stays, `f1` is the measure).
 * Names of other subjects come back as they are, known or not.
 */
export function subjectNamed(name: string): string {
  return name.startsWith(prefix) ? subjectOfFeature(featureOfSubject(name)) : name;
}

/**
 * What is profiled of an event: its features (lists of numbers are left out), its answer, its latency and whether it failed.
 * Subjects that the event does not carry are not named here; a baseline that knows them counts them as missing.
 */
export function subjectsOf(event: InferenceEvent): readonly SubjectOfEvent[] {
  const found: SubjectOfEvent[] = [];
  for (const [feature, value] of Object.entries(event.features)) {
    if (typeof value === 'object' && value !== null) continue;
    found.push({ subject: subjectOfFeature(feature), role: 'feature', value: plain(value) });
  }
  for (const role of answerRoles) {
    const value = answerOf(event, role);
    if (value !== undefined && value !== null) found.push({ subject: role, role, value });
  }
  found.push({ subject: 'errors', role: 'errors', value: event.status === 'error' ? 1 : 0 });
  return found;
}

/**
 * One subject's value of an event: null when it should be there and is not; undefined when the event
 * cannot have it (a failed event has no answer: that is counted under `errors`, not as a missing score).
 * A list of numbers is no plain value and comes back as NOT_PLAIN.
 */
export function valueOf(
  event: InferenceEvent,
  role: SubjectRole,
  feature: string,
): SubjectValue | undefined | typeof NOT_PLAIN {
  if (role === 'feature') return valueOfFeature(event.features[feature]);
  if (role === 'errors') return event.status === 'error' ? 1 : 0;
  return answerOf(event, role);
}

/** Stands for a value that is neither number, text nor flag. */
export const NOT_PLAIN = Symbol('not plain');

/** The truth that a label carries: its class, or its number, or null when it has neither. */
export function truthOf(label: Label): SubjectValue {
  return label.label ?? plain(label.value);
}

/** A feature's value as it is profiled; a list of numbers is NOT_PLAIN. */
export function valueOfFeature(value: FeatureValue | undefined): SubjectValue | typeof NOT_PLAIN {
  return typeof value === 'object' && value !== null ? NOT_PLAIN : plain(value);
}

function plain(value: number | string | boolean | null | undefined): SubjectValue {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return value ?? null;
}

function answerOf(event: InferenceEvent, role: SubjectRole): SubjectValue | undefined {
  if (role === 'latency') return plain(event.latency_ms);
  if (event.status === 'error') return undefined;
  const { label, score, value, classes } = event.prediction;
  switch (role) {
    case 'score':
      return plain(score);
    case 'prediction label':
      return label ?? null;
    case 'prediction value':
      return plain(value);
    case 'confidence':
      return classes === undefined ? binaryConfidence(label, score) : largest(classes);
    default:
      return undefined;
  }
}

/** The larger class probability when a label comes with one probability, so that there are two classes. */
function binaryConfidence(label: string | undefined, score: number | undefined): number | null {
  if (label === undefined || score === undefined || !(score >= 0 && score <= 1)) return null;
  return Math.max(score, 1 - score);
}

function largest(classes: Readonly<Record<string, number>>): number | null {
  let most = -1;
  for (const name in classes) {
    const share = classes[name];
    if (share !== undefined && share > most) most = share;
  }
  return most < 0 ? null : most;
}
