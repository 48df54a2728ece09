import type { FeatureValue, InferenceEvent, Prediction } from '@anchorwatch/telemetry';
import type { Baseline, BaselineSubject } from '../baselines/baseline.js';
import { featureOfSubject } from '../counting/subjects.js';

/** A known change, made in a copy of real traffic. */
export interface Injection {
  /** Derived from what it does: `distance + 0.5 sd`. */
  readonly name: string;
  /** The subject in which it can be seen directly. */
  readonly subject: string;
  /** By how many standard deviations the location moves, where that is what it does. */
  readonly shift_sd: number | null;
  /** @param luck uniform in [0, 1), the same for the same event */
  readonly apply: (event: InferenceEvent, luck: number) => InferenceEvent;
}

/** So many features of each kind are tried: those that come first in the baseline, evenly spread. */
const featuresOfAKind = 3;
const shifts = [0.25, 0.5, 1, 2] as const;
/** Not a name that traffic would have. */
const unheardOf = '(self-test)';

/**
 * What is tried on a model: for some of its numbers a shift of location, spread, unit and missing values; for some of its
 * categories a shift between two and a new one; for its answers a shift, a freeze, and errors.
 */
export function injectionsFor(baseline: Baseline): readonly Injection[] {
  const features = baseline.subjects.filter(({ role }) => role === 'feature');
  const numbers = spread(features.filter((one) => one.ordered && (one.sd ?? 0) > 0));
  const texts = spread(features.filter(({ bins }) => bins.kind === 'categories'));
  const answers = baseline.subjects.filter(({ role }) => role === 'score' || role === 'prediction value');
  return [
    ...numbers.flatMap(ofNumber),
    ...texts.flatMap(ofCategory),
    ...answers.flatMap(ofAnswer),
    ...baseline.subjects.filter(({ role }) => role === 'errors').map(({ subject }) => failing(subject)),
  ];
}

function ofNumber({ subject, sd, mean }: BaselineSubject): readonly Injection[] {
  const change = (name: string, shift_sd: number | null, to: (x: number, luck: number) => FeatureValue): Injection => ({
    name: `${subject} ${name}`,
    subject,
    shift_sd,
    apply: (event, luck) =>
      withFeature(event, subject, (value) => (typeof value === 'number' ? to(value, luck) : value)),
  });
  return [
    ...shifts.map((by) => change(`+ ${by} sd`, by, (x) => x + by * sd!)),
    change('spread × 1.5', null, (x) => mean! + (x - mean!) * 1.5),
    change('× 1.6', null, (x) => x * 1.6),
    change('10 % missing', null, (x, luck) => (luck < 0.1 ? null : x)),
  ];
}

function ofCategory({ subject, bins }: BaselineSubject): readonly Injection[] {
  const [most] = bins.kind === 'categories' ? bins.categories : [];
  const change = (name: string, to: (luck: number) => string | undefined): Injection => ({
    name: `${subject} ${name}`,
    subject,
    shift_sd: null,
    apply: (event, luck) => withFeature(event, subject, (value) => to(luck) ?? value),
  });
  const news = change('5 % never seen', (luck) => (luck < 0.05 ? unheardOf : undefined));
  if (most === undefined) return [news];
  return [change(`10 % become ${most}`, (luck) => (luck < 0.1 ? most : undefined)), news];
}

function ofAnswer({ subject, role, sd, mean }: BaselineSubject): readonly Injection[] {
  if (sd === undefined || mean === undefined || !(sd > 0)) return [];
  const field = role === 'score' ? 'score' : 'value';
  const change = (name: string, shift_sd: number | null, to: (x: number) => number): Injection => ({
    name: `${subject} ${name}`,
    subject,
    shift_sd,
    apply: (event) => {
      const before = event.prediction[field];
      return before === undefined ? event : { ...event, prediction: { ...event.prediction, [field]: to(before) } };
    },
  });
  return [change('+ 0.5 sd', 0.5, (x) => x + 0.5 * sd), change('frozen', null, () => mean)];
}

function failing(subject: string): Injection {
  const nothing: Prediction = {};
  return {
    name: '5 % more errors',
    subject,
    shift_sd: null,
    apply: (event, luck) => (luck < 0.05 ? { ...event, status: 'error', prediction: nothing } : event),
  };
}

function withFeature(
  event: InferenceEvent,
  subject: string,
  to: (value: FeatureValue) => FeatureValue,
): InferenceEvent {
  const feature = featureOfSubject(subject);
  const before = event.features[feature];
  return before === undefined ? event : { ...event, features: { ...event.features, [feature]: to(before) } };
}

function spread(subjects: readonly BaselineSubject[]): readonly BaselineSubject[] {
  const step = Math.max(1, Math.ceil(subjects.length / featuresOfAKind));
  return subjects.filter((_, place) => place % step === 0).slice(0, featuresOfAKind);
}
