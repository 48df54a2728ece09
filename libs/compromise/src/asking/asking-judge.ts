import type { Finding } from '@anchorwatch/detection';
import { digestOf } from '@anchorwatch/detection';
import type { Asking, GoldenQuestion } from './asking.js';
import { compareAnswers, type Difference } from './compare-answers.js';
import type { Determinism } from './determinism.js';
import { goldenFinding, type GoldenEpisode, type GoldenPlace, type Moment } from './golden-finding.js';
import { VersionWatch, type AskingAlphas, type RoundOutcome } from './version-watch.js';

export interface AskingOptions {
  /** Levels of the tests of a round, by when it was asked. */
  readonly alphasAt: (asked_at: number) => AskingAlphas;
  /** Numbers of answers may differ by so much, as a person says; 0: as measured. */
  readonly tolerance: number;
  /** Texts of one question in a sample, where a model draws them anew each time. */
  readonly samples: number;
}

/** What asking has shown of one version so far. */
export interface VersionState {
  readonly model_version: string;
  readonly determinism: Determinism;
  /** Questions that got another answer the last time that they were asked. */
  readonly conflicting: readonly string[];
}

/** Versions that are kept apart, the latest. */
const mostVersions = 10;

interface Watched {
  readonly watch: VersionWatch;
  episode: GoldenEpisode | undefined;
}

/**
 * Judges rounds of askings of one baseline's golden questions, in their order; the same rounds give the same findings. Answers are compared within one
 * version only: what a declared release answers begins anew.
 */
export class AskingJudge {
  private readonly golden: ReadonlyMap<string, GoldenQuestion>;
  private readonly versions = new Map<string, Watched>();

  constructor(
    golden: readonly GoldenQuestion[],
    private readonly place: GoldenPlace,
    private readonly options: AskingOptions,
  ) {
    this.golden = new Map(golden.map((question) => [question.question, question]));
  }

  states(): readonly VersionState[] {
    return [...this.versions.values()].map(({ watch, episode }) => ({
      model_version: watch.model_version,
      determinism: watch.state(),
      conflicting: episode === undefined ? [] : [...episode.open],
    }));
  }

  /** Questions whose other answer is known and not over. */
  conflicting(): ReadonlySet<string> {
    return new Set(this.states().flatMap(({ conflicting }) => conflicting));
  }

  /** How an asking differs from the answer of before; undefined where nothing can be said, as of one that failed. */
  differenceOf({ question, model_version, answer, failure }: Asking): Difference | undefined {
    const watch = this.versions.get(model_version)?.watch;
    const before = watch?.before(question);
    const state = watch?.state();
    if (failure !== '' || before === undefined || state?.kind !== 'answer') return undefined;
    return compareAnswers(before, answer, state.tolerance);
  }

  /** Questions of the round under way that should be asked once more; see VersionWatch. */
  again(round: readonly Asking[]): readonly string[] {
    return byVersion(round).flatMap(([version, askings]) =>
      this.of(version).watch.again(askings, this.alphasOf(round)),
    );
  }

  /** Takes a whole round; findings that began, grew or ended with it. */
  take(round: readonly Asking[]): readonly Finding[] {
    const answered = byVersion(round);
    const findings = answered.flatMap(([version, askings]) => this.ofVersion(version, askings, this.alphasOf(round)));
    // A version that no longer answers is over, whatever it answered.
    const time = Math.max(...round.map(({ asked_at }) => asked_at));
    for (const watched of this.versions.values()) {
      if (answered.length === 0 || answered.some(([version]) => version === watched.watch.model_version)) continue;
      if (watched.episode !== undefined) findings.push(this.end(watched, round[0]!.round, time));
    }
    return findings;
  }

  private ofVersion(version: string, askings: readonly Asking[], alphas: AskingAlphas): Finding[] {
    const watched = this.of(version);
    const number = askings[0]!.round;
    const seed = Number.parseInt(digestOf([this.place.baseline, version, number]).slice(0, 8), 16);
    const outcome = watched.watch.take(askings, alphas, seed);
    const time = Math.max(...askings.map(({ asked_at }) => asked_at));
    if (isAlarming(outcome, alphas)) return [this.alarm(watched, outcome, { round: number, time }, alphas)];
    const { episode } = watched;
    if (episode === undefined) return [];
    for (const question of outcome.same) episode.open.delete(question);
    const isOver = outcome.law === undefined ? episode.law === undefined && episode.open.size === 0 : true;
    return isOver ? [this.end(watched, number, time)] : [];
  }

  private alarm(watched: Watched, outcome: RoundOutcome, raised: Moment, alphas: AskingAlphas): Finding {
    const { conflicts, compared, p_value, law, same, slip } = outcome;
    const begun: GoldenEpisode = watched.episode ?? {
      model_version: watched.watch.model_version,
      first: { round: raised.round, time: law?.from ?? Math.min(...conflicts.map(({ asked_at }) => asked_at)) },
      raised,
      conflicts: [],
      open: new Set(),
      compared: 0,
      p_value: 1,
      alpha: law === undefined ? alphas.answer : alphas.law,
      slip,
      law,
    };
    for (const question of same) begun.open.delete(question);
    const known = new Set(begun.conflicts.map(({ golden }) => golden.question));
    for (const { golden } of conflicts) begun.open.add(golden.question);
    watched.episode = {
      ...begun,
      conflicts: [...begun.conflicts, ...conflicts.filter(({ golden }) => !known.has(golden.question))],
      compared: begun.compared + compared,
      p_value: Math.min(begun.p_value, law?.p_value ?? p_value),
      law: law ?? begun.law,
    };
    return goldenFinding(watched.episode, this.place, undefined);
  }

  private end(watched: Watched, round: number, time: number): Finding {
    const finding = goldenFinding(watched.episode!, this.place, { round, time });
    watched.episode = undefined;
    return finding;
  }

  /** By the round's first asking, so that all of it is judged by the same. */
  private alphasOf(round: readonly Asking[]): AskingAlphas {
    return this.options.alphasAt(Math.min(...round.map(({ asked_at }) => asked_at)));
  }

  private of(version: string): Watched {
    const known = this.versions.get(version);
    if (known !== undefined) return known;
    const { options } = this;
    const watch = new VersionWatch(version, this.golden, options.tolerance, options.samples);
    const watched: Watched = { watch, episode: undefined };
    this.versions.set(version, watched);
    if (this.versions.size > mostVersions) this.versions.delete(this.versions.keys().next().value!);
    return watched;
  }
}

function isAlarming({ conflicts, law }: RoundOutcome, alphas: AskingAlphas): boolean {
  return conflicts.length > 0 || (law !== undefined && law.p_value <= alphas.law);
}

/** Answered askings of a round by version, in the order of the versions; within, by question and turn. */
function byVersion(round: readonly Asking[]): readonly (readonly [string, readonly Asking[]])[] {
  const answered = round.filter(({ failure }) => failure === '');
  const versions = [...new Set(answered.map(({ model_version }) => model_version))].sort();
  return versions.map((version) => [
    version,
    answered
      .filter(({ model_version }) => model_version === version)
      .sort((a, b) => (a.question < b.question ? -1 : a.question > b.question ? 1 : a.turn - b.turn)),
  ]);
}
