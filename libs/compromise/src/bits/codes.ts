import type { FeatureValue, InferenceEvent } from '@anchorwatch/telemetry';

/** Texts that have a number; beyond it numbers are given anew, and texts from before differ from themselves once. */
const mostTexts = 50_000;
const missing = -1.5e308;

/** Turns questions into lists of numbers that are equal where the questions are: numbers as they are, texts by a number of their own. */
export class Codes {
  private readonly texts: Map<string, number>;

  /**
   * @param names the features, in a fixed order; others are left out
   * @param memory texts in the order of their numbers
   */
  constructor(
    private readonly names: readonly string[],
    memory: readonly string[] = [],
  ) {
    this.texts = new Map(memory.map((text, k) => [text, numberOf(k)]));
  }

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
      code = numberOf(this.texts.size);
      this.texts.set(text, code);
    }
    return code;
  }

  /** What a code stands for, as people read it. */
  words(code: number): string {
    if (code === missing) return 'missing';
    if (code > -1e308) return String(code);
    const text = [...this.texts.keys()][Math.round((-1e308 - code) / 1e300)] ?? '';
    return text.replace(/^(string|boolean|number) /, '');
  }

  memory(): readonly string[] {
    return [...this.texts.keys()];
  }
}

/** Far below any number that a feature has. */
function numberOf(k: number): number {
  return -1e308 - k * 1e300;
}

/** How many features a step changes, at most. */
const few = 2;

/** What lies between two questions: nothing, a step of at most so many features, or more. */
export function between(a: Float64Array, b: Float64Array, most = few): 'same' | 'step' | 'more' {
  let count = 0;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k] && ++count > most) return 'more';
  return count === 0 ? 'same' : 'step';
}
