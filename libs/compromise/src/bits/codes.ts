import type { FeatureValue, InferenceEvent } from '@anchorwatch/telemetry';

/** Texts that have a number; beyond it numbers are given anew, and texts from before differ from themselves once. */
const mostTexts = 50_000;
const missing = -1.5e308;

/** A question with its answer, as the next ones are compared with it. */
export interface CodedQuestion {
  readonly codes: Float64Array;
  readonly id: string;
  readonly label: string | undefined;
}

/** Turns questions into lists of numbers that are equal where the questions are: numbers as they are, texts by a number of their own. */
export class Codes {
  private readonly texts = new Map<string, number>();

  /** @param names the features, in a fixed order; others are left out */
  constructor(private readonly names: readonly string[]) {}

  of({ features }: Pick<InferenceEvent, 'features'>): Float64Array {
    const codes = new Float64Array(this.names.length);
    for (let k = 0; k < codes.length; k++) codes[k] = this.codeOf(features[this.names[k]!] ?? null);
    return codes;
  }

  private codeOf(value: FeatureValue): number {
    if (typeof value === 'number') return Number.isNaN(value) ? missing : value;
    if (value === null) return missing;
    const text = Array.isArray(value) ? value.join() : `${typeof value} ${String(value)}`;
    let code = this.texts.get(text);
    if (code === undefined) {
      if (this.texts.size >= mostTexts) this.texts.clear();
      code = -1e308 - this.texts.size * 1e300;
      this.texts.set(text, code);
    }
    return code;
  }
}

/** How many features a step changes, at most. */
const most = 2;

/** What lies between two questions: nothing, a step of one or two features, or more. */
export function between(a: Float64Array, b: Float64Array): 'same' | 'step' | 'more' {
  let count = 0;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k] && ++count > most) return 'more';
  return count === 0 ? 'same' : 'step';
}
