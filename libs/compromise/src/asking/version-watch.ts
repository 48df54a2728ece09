import { binomialLogSf, clopperPearsonUpper } from '@anchorwatch/stats';
import type { Prediction } from '@anchorwatch/telemetry';
import type { Asking, GoldenQuestion } from './asking.js';
import { compareAnswers, roundingOf, type Difference } from './compare-answers.js';
import { DeterminismMeter, type Determinism } from './determinism.js';
import { LawWatch, type LawTest } from './law-watch.js';

/** Levels of the tests; chances of a false one. */
export interface AskingAlphas {
  /** Of one question of one round, and of a round's questions together. */
  readonly answer: number;
  /** Of one look at texts. */
  readonly law: number;
}

/** A question that got another answer than before, as often as it was asked in the round. */
export interface Conflict {
  readonly golden: GoldenQuestion;
  readonly before: Prediction;
  readonly now: Prediction;
  readonly difference: Difference;
  readonly asked_at: number;
}

/** What one round showed of one version. */
export interface RoundOutcome {
  /** Questions that were compared. */
  readonly compared: number;
  /** Beyond doubt. Empty: nothing that a slip could not be. */
  readonly conflicts: readonly Conflict[];
  /** Questions that got the answer of before. */
  readonly same: ReadonlySet<string>;
  /** Chance of the conflicts under slips alone; 1 without any. */
  readonly p_value: number;
  /** The rate of slips that is reckoned with. */
  readonly slip: number;
  readonly law: LawTest | undefined;
}

/** The answers to one question in a round, beside the one of before. */
interface Beside {
  readonly golden: GoldenQuestion;
  readonly before: Prediction;
  /** The first of them. */
  readonly now: Prediction;
  /** By turn. */
  readonly differences: readonly Difference[];
  /** The first other one; undefined when all are as before. */
  readonly conflict: Conflict | undefined;
}

/** Confidence of the bound on slips. */
const doubt = 0.05;
/** A question is asked no more often in one round. */
const mostTurns = 12;
const nothing: RoundOutcome = { compared: 0, conflicts: [], same: new Set(), p_value: 1, slip: 0, law: undefined };

/** Watches one version of a model by its answers to golden questions. The same rounds in the same order give the same outcomes. */
export class VersionWatch {
  private readonly meter: DeterminismMeter;
  private readonly references = new Map<string, Prediction>();
  private readonly laws: LawWatch;
  private determinism: Determinism = { kind: 'measuring', pairs: 0 };
  private form: string | undefined;
  private agreed = 0;
  private slips = 0;

  /** @param tolerance that a person states; 0: as measured */
  constructor(
    readonly model_version: string,
    private readonly golden: ReadonlyMap<string, GoldenQuestion>,
    tolerance: number,
    samples: number,
  ) {
    const recorded = [...golden.values()].flatMap((question) => this.recorded(question) ?? []);
    this.meter = new DeterminismMeter(Math.max(tolerance, roundingOf(recorded)));
    this.laws = new LawWatch(samples);
  }

  /** How it answers, or why nothing can be said. */
  state(): Determinism {
    return this.form === undefined ? this.determinism : { kind: 'blind', reason: this.form };
  }

  /** The answer that counts as the one of before; undefined before there is one. */
  before(question: string): Prediction | undefined {
    const golden = this.golden.get(question);
    return this.references.get(question) ?? (golden && this.recorded(golden));
  }

  /**
   * Questions of a round that should be asked once more before it is judged: all of them while it is not known how the model answers; then those that got another answer every time, until a slip cannot explain it.
   */
  again(round: readonly Asking[], alphas: AskingAlphas): readonly string[] {
    const byQuestion = grouped(round);
    const meter = this.meter.copy();
    for (const askings of byQuestion.values()) meter.take(askings.map(({ answer }) => answer));
    const state = this.form === undefined ? meter.conclude(this.areTexts(round)) : this.state();
    if (state.kind === 'measuring')
      return [...byQuestion].flatMap(([question, { length }]) => (length < mostTurns ? [question] : []));
    if (state.kind !== 'answer') return [];
    const log = Math.log(alphas.answer);
    const slip = this.slipBeside(state.pairs);
    return [...byQuestion].flatMap(([question, askings]) => {
      const before = this.before(question);
      if (before === undefined || askings.length >= mostTurns) return [];
      const others = askings.filter(({ answer }) => isOther(compareAnswers(before, answer, state.tolerance)));
      return others.length === askings.length && others.length * Math.log(slip) > log ? [question] : [];
    });
  }

  /** @param round answered askings of this version in one round, by question and turn */
  take(round: readonly Asking[], alphas: AskingAlphas, seed: number): RoundOutcome {
    const byQuestion = grouped(round);
    for (const askings of byQuestion.values()) this.meter.take(askings.map(({ answer }) => answer));
    this.determinism = this.meter.conclude(this.areTexts(round));
    if (this.determinism.kind !== 'answer') this.laws.take(round);
    const state = this.state();
    if (state.kind === 'law') return { ...nothing, law: this.laws.test(alphas.law, seed) };
    if (state.kind === 'answer') return this.judged(byQuestion, state.tolerance, alphas.answer);
    return nothing;
  }

  private judged(byQuestion: ReadonlyMap<string, readonly Asking[]>, tolerance: number, alpha: number): RoundOutcome {
    const slip = this.slipBeside(this.determinism.kind === 'answer' ? this.determinism.pairs : 0);
    const log = Math.log(alpha);
    const beside = [...byQuestion].flatMap(([question, askings]) => this.besideBefore(question, askings, tolerance));
    const compared = beside.filter(({ differences }) => differences.some((difference) => difference !== 'none'));
    const others = compared.filter(({ conflict }) => conflict !== undefined);
    const form = this.otherForm(beside, compared);
    if (form !== undefined) {
      this.form = form;
      return nothing;
    }
    const first = compared.filter(({ differences }) => isOther(differences[0]!)).length;
    const together = first === 0 ? 0 : binomialLogSf(first, compared.length, slip);
    const alone = ({ differences }: Beside) => binomialLogSf(countOf(differences), differences.length, slip);
    const sure = together <= log ? others : others.filter((one) => alone(one) <= log);
    for (const { differences } of compared) this.agreed += differences.length - countOf(differences);
    for (const one of others) if (!sure.includes(one)) this.slips += countOf(one.differences);
    return {
      compared: compared.length,
      conflicts: sure.map(({ conflict }) => conflict!),
      same: new Set(compared.flatMap(({ conflict, golden }) => (conflict === undefined ? [golden.question] : []))),
      p_value: sure.length === 0 ? 1 : Math.exp(Math.min(together, ...sure.map(alone))),
      slip,
      law: undefined,
    };
  }

  /** The answers to one question beside the one of before; nothing where this is the first. */
  private besideBefore(question: string, askings: readonly Asking[], tolerance: number): Beside[] {
    const golden = this.golden.get(question);
    if (golden === undefined) return [];
    const before = this.before(question);
    if (before === undefined) {
      this.references.set(question, askings[0]!.answer);
      return [];
    }
    const differences = askings.map(({ answer }) => compareAnswers(before, answer, tolerance));
    const turn = differences.findIndex(isOther);
    const other = askings[turn];
    const conflict = other && {
      golden,
      before,
      now: other.answer,
      difference: differences[turn]!,
      asked_at: other.asked_at,
    };
    return [{ golden, before, now: askings[0]!.answer, differences, conflict }];
  }

  /** Before anything ever agreed, answers of another form say that the probe is set up otherwise than its callers, not that the model changed. */
  private otherForm(beside: readonly Beside[], compared: readonly Beside[]): string | undefined {
    const [one] = beside;
    if (this.agreed > 0 || one === undefined) return undefined;
    const shown = (answer: Prediction) => JSON.stringify(answer).slice(0, 200);
    const example = `${shown(one.before)} before, ${shown(one.now)} now`;
    if (compared.length === 0)
      return `the answers of the probe have nothing in common with those in telemetry: ${example}`;
    const isTurned = compared.every(({ before, now }) => isComplement(before.score, now.score));
    if (isTurned) return `the score of the probe is that of another class (set score_of): ${example}`;
    const known = new Set([...this.golden.values()].flatMap(({ answer }) => answer?.label ?? []));
    const isForeign = compared.every(({ now }) => now.label !== undefined && !known.has(now.label));
    if (known.size < 2 || !isForeign || one.golden.prompt !== '') return undefined;
    return `the answers of the probe have labels that telemetry never had: ${example}`;
  }

  /** The upper bound of how often an answer slips by itself, from how often none has. */
  private slipBeside(pairs: number): number {
    return clopperPearsonUpper(this.slips, Math.max(1, pairs + this.agreed + this.slips), doubt);
  }

  private areTexts(round: readonly Asking[]): boolean {
    return round.every(({ question }) => (this.golden.get(question)?.prompt ?? '') !== '');
  }

  /** What telemetry recorded, under this version. */
  private recorded({ answer, model_version }: GoldenQuestion): Prediction | undefined {
    const isSame = model_version === this.model_version || model_version === '' || this.model_version === '';
    return isSame ? (answer ?? undefined) : undefined;
  }
}

function grouped(round: readonly Asking[]): ReadonlyMap<string, readonly Asking[]> {
  const byQuestion = new Map<string, Asking[]>();
  for (const asking of round) {
    const known = byQuestion.get(asking.question);
    if (known === undefined) byQuestion.set(asking.question, [asking]);
    else known.push(asking);
  }
  return byQuestion;
}

/** Whether two scores are those of two classes that exclude each other, and not one half. */
function isComplement(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a + b - 1) < 1e-3 && Math.abs(a - b) > 1e-3;
}

function countOf(differences: readonly Difference[]): number {
  return differences.filter(isOther).length;
}

function isOther(difference: Difference): boolean {
  return difference === 'label' || difference === 'score';
}
