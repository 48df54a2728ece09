import type { Prediction } from '@anchorwatch/telemetry';

/** How telemetry names what a model answers. */
export interface Naming {
  /** By what the model answers. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of which class telemetry has the score; '' is the label's own. */
  readonly score_of: string;
}

/** An answer as telemetry would have it: labels and classes by their names, and the score of the class that it is of. */
export function asTelemetry(answer: Prediction, { labels, score_of }: Naming): Prediction {
  const named = (label: string): string => (Object.hasOwn(labels, label) ? labels[label]! : label);
  const { value, label, classes, ...rest } = answer;
  const isCode = label === undefined && value !== undefined && Object.hasOwn(labels, String(value));
  const found = isCode ? String(value) : label;
  const renamed =
    classes && Object.fromEntries(Object.entries(classes).map(([name, probability]) => [named(name), probability]));
  const score = score_of !== '' && renamed ? renamed[score_of] : rest.score;
  return {
    ...(found !== undefined && { label: named(found) }),
    ...(score !== undefined && { score }),
    ...(value !== undefined && !isCode && { value }),
    ...(renamed && { classes: renamed }),
  };
}
