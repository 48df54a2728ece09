import type { Asking, GoldenQuestion } from './asking.js';
import { AskingStore } from './asking-store.js';
import { mergedArtefacts, type SeenArtefact } from './other-artefacts.js';
import type { StripQuestion } from './strip/strip-question.js';

/** Askings in memory: for tests, and to keep the port honest. */
export class MemoryAskingStore extends AskingStore {
  readonly #golden = new Map<string, GoldenQuestion>();
  readonly #askings = new Map<string, Asking>();
  readonly #strip = new Map<string, StripQuestion>();

  async putGolden(questions: readonly GoldenQuestion[]): Promise<void> {
    for (const golden of questions) {
      const identity = JSON.stringify([golden.model, golden.baseline, golden.question]);
      if (!this.#golden.has(identity)) this.#golden.set(identity, golden);
    }
  }

  async golden(model: string, baseline: string): Promise<readonly GoldenQuestion[]> {
    return [...this.#golden.values()]
      .filter((one) => one.model === model && one.baseline === baseline)
      .sort((a, b) => order(a.question, b.question));
  }

  async putAskings(askings: readonly Asking[]): Promise<void> {
    for (const asking of askings) {
      const { model, baseline, question, round, turn } = asking;
      this.#askings.set(JSON.stringify([model, baseline, question, round, turn]), asking);
    }
  }

  async *rounds(model: string, baseline: string, after = 0): AsyncIterable<readonly Asking[]> {
    const found = [...this.#askings.values()].filter(
      (one) => one.model === model && one.baseline === baseline && one.round > after,
    );
    found.sort((a, b) => a.round - b.round || order(a.question, b.question) || a.turn - b.turn);
    if (found.length > 0) yield found;
  }

  async artefacts(model: string): Promise<readonly SeenArtefact[]> {
    const seen = [...this.#askings.values()]
      .filter((one) => one.model === model && one.artefact_digest !== '')
      .map(({ model_version, artefact_digest, asked_at }) => ({
        model_version,
        artefact_digest,
        from: asked_at,
        to: asked_at,
      }));
    return mergedArtefacts(seen);
  }

  async askings(filter: Parameters<AskingStore['askings']>[0]): Promise<readonly Asking[]> {
    const { model, baseline, question, from = -Infinity, to = Infinity, limit } = filter;
    const found = [...this.#askings.values()]
      .filter((one) => one.model === model && one.baseline === (baseline ?? one.baseline))
      .filter((one) => one.question === (question ?? one.question) && one.asked_at >= from && one.asked_at < to)
      .sort((a, b) => b.asked_at - a.asked_at || order(a.question, b.question) || a.turn - b.turn);
    const last = found[limit - 1]?.asked_at ?? -Infinity;
    return found.filter(({ asked_at }) => asked_at >= last);
  }

  async putStrip(questions: readonly StripQuestion[]): Promise<void> {
    for (const one of questions) {
      const identity = JSON.stringify([one.model, one.baseline, one.finding, one.question]);
      if (one.attempts >= (this.#strip.get(identity)?.attempts ?? 0)) this.#strip.set(identity, one);
    }
  }

  async strip({ model, baseline, from }: Parameters<AskingStore['strip']>[0]): Promise<readonly StripQuestion[]> {
    return [...this.#strip.values()]
      .filter((one) => one.model === model && one.baseline === baseline && one.planned_at >= from)
      .sort((a, b) => order(a.finding, b.finding) || order(a.question, b.question));
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
