import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Asking, GoldenQuestion } from './asking.js';
import type { AskingStore } from './asking-store.js';
import type { StripQuestion } from './strip/strip-question.js';

const golden: GoldenQuestion = {
  model: 'loans',
  baseline: 'b1',
  question: 'q1',
  choice: 'boundary',
  event_id: 'r1#0',
  event_time: 981_201_600_000,
  model_version: '1',
  features: { 'naïve 𝛼': 0.1 + 0.2, kind: 'a "b"', flag: true, none: null, vector: [1, 1e-300] },
  prompt: '',
  answer: { label: 'yes', score: 0.7, classes: { no: 0.3, yes: 0.7 } },
};
const given: GoldenQuestion = {
  ...golden,
  question: 'q0',
  choice: 'given',
  features: {},
  prompt: 'Hello\n',
  answer: null,
};

const asking = (round: number, turn = 0, change: Partial<Asking> = {}): Asking => ({
  model: 'loans',
  baseline: 'b1',
  question: 'q1',
  round,
  turn,
  asked_at: 981_201_600_000 + 1_000 * round + turn,
  model_version: '1',
  artefact_digest: '',
  answer: { label: 'yes', score: 0.7 },
  failure: '',
  reason: '',
  ...change,
});

const planned: StripQuestion = {
  model: 'loans',
  baseline: 'b1',
  finding: 'f1',
  question: 'q1',
  healthy: false,
  event_id: 'r1#0',
  features: { 'naïve 𝛼': 0.1 + 0.2, kind: 'a "b"', flag: true, none: null, vector: [1, 1e-300] },
  kept: ['kind', 'naïve 𝛼'],
  planned_at: 981_201_600_000,
  attempts: 0,
  asked_at: 0,
  model_version: '',
  answers: [],
  failure: '',
  reason: '',
};

/**
 * What every asking store promises, as tests.
 * @param open gives an empty store; it is closed after each test
 */
export function askingStoreContract(
  name: string,
  open: () => Promise<{ store: AskingStore; close: () => Promise<void> }>,
): void {
  describe(`${name} as an asking store`, () => {
    let store: AskingStore;
    let close: () => Promise<void>;
    const rounds = async (...asked: Parameters<AskingStore['rounds']>) => {
      const found: (readonly Asking[])[] = [];
      for await (const page of store.rounds(...asked)) found.push(page);
      return found;
    };

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    it('gives back golden questions of a baseline in their order, as they were put first', async () => {
      await store.putGolden([golden, given, { ...golden, baseline: 'b2' }]);
      await store.putGolden([{ ...golden, answer: { label: 'no' } }]);
      expect(await store.golden('loans', 'b1')).toEqual([given, golden]);
      expect(await store.golden('loans', 'b2')).toEqual([{ ...golden, baseline: 'b2' }]);
      expect(await store.golden('other', 'b1')).toEqual([]);
    });

    it('gives back whole rounds in their order, each asking once', async () => {
      const failed = asking(2, 0, { answer: {}, failure: 'unreachable', reason: 'timed out' });
      const other = asking(1, 0, { question: 'q0' });
      await store.putAskings([asking(1, 1), asking(1), other, failed]);
      await store.putAskings([asking(1, 1), asking(3, 0, { baseline: 'b2' })]);
      expect((await rounds('loans', 'b1')).flat()).toEqual([other, asking(1), asking(1, 1), failed]);
      expect((await rounds('loans', 'b1', 1)).flat()).toEqual([failed]);
      expect(await rounds('loans', 'b3')).toEqual([]);
      for (const page of await rounds('loans', 'b1')) expect(page.length).toBeGreaterThan(0);
    });

    it('gives many rounds in pages that cut none apart', async () => {
      const many = Array.from({ length: 900 }, (_, k) => asking(1 + Math.floor(k / 9), k % 9));
      await store.putAskings(many);
      const pages = await rounds('loans', 'b1');
      expect(pages.flat()).toEqual(many);
      const numbers = pages.flatMap((page) => [...new Set(page.map(({ round }) => round))]);
      expect(new Set(numbers).size).toBe(numbers.length);
    });

    it('gives the artefacts that answered, with when they did first and last', async () => {
      const digest = (of: string) => ({ artefact_digest: `sha256:${of}` });
      await store.putAskings([
        asking(1, 0, digest('a')),
        asking(2, 0, digest('b')),
        asking(4, 0, digest('a')),
        asking(5),
      ]);
      expect(await store.artefacts('loans')).toEqual([
        { model_version: '1', ...digest('a'), from: asking(1).asked_at, to: asking(4).asked_at },
        { model_version: '1', ...digest('b'), from: asking(2).asked_at, to: asking(2).asked_at },
      ]);
      expect(await store.artefacts('other')).toEqual([]);
    });

    it('gives back questions whose copies are asked, each as it was asked last', async () => {
      const answered: StripQuestion = {
        ...planned,
        attempts: 2,
        asked_at: planned.planned_at + 5_000,
        model_version: '1',
        answers: ['yes', 'a "b"', ''],
      };
      const healthy = { ...planned, question: 'q0', healthy: true };
      const other = { ...planned, finding: 'f0', planned_at: planned.planned_at + 1 };
      await store.putStrip([planned, healthy, other, { ...planned, baseline: 'b2' }]);
      await store.putStrip([answered]);
      await store.putStrip([planned]);
      const of = (from: number) => store.strip({ model: 'loans', baseline: 'b1', from });
      expect(await of(planned.planned_at)).toEqual([other, healthy, answered]);
      expect(await of(other.planned_at)).toEqual([other]);
      await store.putStrip([{ ...healthy, attempts: 1, failure: 'refused', reason: 'HTTP 503' }]);
      expect((await of(0))[1]).toMatchObject({ attempts: 1, failure: 'refused', reason: 'HTTP 503', answers: [] });
      expect(await store.strip({ model: 'other', baseline: 'b1', from: 0 })).toEqual([]);
    });

    it('gives the newest first, by time, baseline and question', async () => {
      await store.putAskings([
        asking(1),
        asking(2),
        asking(3, 0, { baseline: 'b2' }),
        asking(4, 0, { question: 'q0' }),
      ]);
      const found = async (filter: Omit<Parameters<AskingStore['askings']>[0], 'model'>) =>
        (await store.askings({ model: 'loans', ...filter })).map(({ round }) => round);
      expect(await found({ limit: 10 })).toEqual([4, 3, 2, 1]);
      expect(await found({ limit: 2 })).toEqual([4, 3]);
      expect(await found({ baseline: 'b1', limit: 10 })).toEqual([4, 2, 1]);
      expect(await found({ question: 'q1', limit: 10 })).toEqual([3, 2, 1]);
      const { asked_at } = asking(2);
      expect(await found({ from: asked_at, to: asking(4).asked_at, limit: 10 })).toEqual([3, 2]);
      await store.putAskings([asking(9), asking(9, 0, { question: 'q0' })]);
      expect(await found({ limit: 1 })).toEqual([9, 9]);
      expect(await store.askings({ model: 'other', limit: 10 })).toEqual([]);
    });
  });
}
