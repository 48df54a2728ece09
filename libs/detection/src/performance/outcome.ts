import type { InferenceEvent, Label } from '@anchorwatch/telemetry';

/** An answer beside its truth, in the words of the telemetry. */
export interface Outcome {
  readonly truth_label: string | undefined;
  readonly truth_value: number | undefined;
  readonly label: string | undefined;
  readonly score: number | undefined;
  readonly value: number | undefined;
  readonly classes: Readonly<Record<string, number>> | undefined;
  /** How many events it stands for, above 0: the label's weight over the event's sampling fraction. */
  readonly weight: number;
}

const [least, most] = [0.01, 10_000];

/** Brings an event's answer and its label together; undefined for an event that failed and so has no answer. */
export function outcomeOf(
  event: Pick<InferenceEvent, 'prediction' | 'sampling_fraction' | 'status'>,
  label: Pick<Label, 'label' | 'value' | 'weight'>,
): Outcome | undefined {
  if (event.status === 'error') return undefined;
  const { prediction } = event;
  const weight = label.weight / event.sampling_fraction;
  return {
    truth_label: label.label === undefined ? undefined : className(label.label),
    truth_value: label.value,
    label: prediction.label === undefined ? likeliest(prediction.classes) : className(prediction.label),
    score: prediction.score,
    value: prediction.value,
    classes: prediction.classes,
    weight: Math.min(most, Math.max(least, Number.isFinite(weight) ? weight : 1)),
  };
}

/** The truth as a class: a label, else a number as text. */
export function truthClass({ truth_label, truth_value }: Outcome): string | undefined {
  return truth_label ?? (truth_value === undefined ? undefined : className(String(truth_value)));
}

/** One name for `1`, `1.0` and `01`, which files write for the same class. */
function className(text: string): string {
  if (text.trim() === '') return text;
  const number = Number(text);
  return Number.isFinite(number) ? String(number) : text;
}

function likeliest(classes: Readonly<Record<string, number>> | undefined): string | undefined {
  let found: string | undefined;
  for (const name in classes) {
    if (found === undefined || classes[name]! > classes[found]!) found = name;
  }
  return found === undefined ? undefined : className(found);
}

/** The probability that an answer gave to a class. */
export function probabilityOf(name: string, classes: Readonly<Record<string, number>> | undefined): number | undefined {
  if (classes === undefined) return undefined;
  if (Object.hasOwn(classes, name)) return classes[name];
  const found = Object.keys(classes).find((other) => className(other) === name);
  return found === undefined ? undefined : classes[found];
}
