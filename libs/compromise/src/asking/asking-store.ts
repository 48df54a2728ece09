import type { Asking, GoldenQuestion } from './asking.js';
import type { SeenArtefact } from './other-artefacts.js';
import type { StripQuestion } from './strip/strip-question.js';

/** Remembers golden questions and every time one was asked. Every write may be repeated: identity is derived. */
export abstract class AskingStore {
  /** Questions of a baseline are put once: those already there stay as they are. */
  abstract putGolden(questions: readonly GoldenQuestion[]): Promise<void>;
  /** In the order of their identity. */
  abstract golden(model: string, baseline: string): Promise<readonly GoldenQuestion[]>;

  abstract putAskings(askings: readonly Asking[]): Promise<void>;
  /** Of one baseline by round, question and turn, in pages that hold whole rounds. @param after only rounds beyond this one */
  abstract rounds(model: string, baseline: string, after?: number): AsyncIterable<readonly Asking[]>;
  /** Versions and artefacts that answered, each with when it was asked first and last; without those that named no artefact. */
  abstract artefacts(model: string): Promise<readonly SeenArtefact[]>;
  /** The newest first, by time: from <= asked_at < to; then by question and turn. All of one time come together, so an answer may be longer than `limit`. */
  abstract askings(filter: {
    readonly model: string;
    readonly baseline?: string;
    readonly question?: string;
    readonly from?: number;
    readonly to?: number;
    readonly limit: number;
  }): Promise<readonly Asking[]>;

  /** One that was put again replaces the former, unless that was asked more often. */
  abstract putStrip(questions: readonly StripQuestion[]): Promise<void>;
  /** Of one baseline, planned at `from` or later, by finding and question. */
  abstract strip(filter: {
    readonly model: string;
    readonly baseline: string;
    readonly from: number;
  }): Promise<readonly StripQuestion[]>;
}
