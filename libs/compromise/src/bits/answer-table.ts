/** Questions remembered, the latest: some 100 MB at most. */
const remembered = 250_000;

/** What the model answered when it was first asked. */
export interface Answer {
  readonly id: string;
  readonly label: string;
  readonly scores: readonly number[];
  readonly margin: number | undefined;
}

/** Answers in columns, those that were asked for latest last. */
export interface AnswersMemory {
  readonly keys: readonly string[];
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  /** All scores in a row, and how many each answer has. */
  readonly scores: Float64Array;
  readonly lengths: Uint32Array;
  /** NaN where there is none. */
  readonly margins: Float64Array;
}

/** The first answers to the last 250,000 questions. */
export class AnswerTable {
  private readonly answers: Map<string, Answer>;

  constructor(memory?: AnswersMemory) {
    this.answers = new Map(memory === undefined ? [] : answersOf(memory));
  }

  /** The first answer to a question, if it is remembered; else this one is from now on. */
  first(key: string, answer: Answer): Answer | undefined {
    const before = this.answers.get(key);
    this.answers.delete(key);
    // The first answer stays: what was changed goes on being a conflict until it is put right.
    this.answers.set(key, before ?? answer);
    if (this.answers.size > remembered) this.answers.delete(this.answers.keys().next().value!);
    return before;
  }

  memory(): AnswersMemory {
    const answers = [...this.answers.values()];
    const lengths = Uint32Array.from(answers, ({ scores }) => scores.length);
    const scores = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
    let at = 0;
    for (const answer of answers) for (const score of answer.scores) scores[at++] = score;
    return {
      keys: [...this.answers.keys()],
      ids: answers.map(({ id }) => id),
      labels: answers.map(({ label }) => label),
      scores,
      lengths,
      margins: Float64Array.from(answers, ({ margin }) => margin ?? NaN),
    };
  }
}

function* answersOf({
  keys,
  ids,
  labels,
  scores,
  lengths,
  margins,
}: AnswersMemory): Iterable<readonly [string, Answer]> {
  let at = 0;
  for (const [k, key] of keys.entries()) {
    const own = Array.from(scores.subarray(at, at + lengths[k]!));
    at += lengths[k]!;
    const margin = Number.isNaN(margins[k]) ? undefined : margins[k];
    yield [key, { id: ids[k]!, label: labels[k]!, scores: own, margin }];
  }
}
