import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TrainingStep } from './training-step.js';
import type { StoredStep, TrainingStore } from './training-store.js';

const NOON = Date.UTC(2001, 1, 3, 12);
const TOPIC = 'training.metrics';

/** The n-th step of a run, at second n. */
const stored = (n: number, change: Partial<TrainingStep> = {}, offset = n): StoredStep => ({
  source: { topic: TOPIC, partition: 1, offset, part: 0 },
  step: {
    model: 'loans',
    run_id: 'r1',
    step: n,
    time: NOON + 1_000 * n,
    model_version: '',
    loss: 1 / (n + 1),
    sources: [],
    code_digest: '',
    config_digest: '',
    attributes: {},
    ...change,
  },
});

const rich: TrainingStep = {
  ...stored(0).step,
  model_version: '2',
  loss: -0.1 - 0.2,
  gradient_norm: 5e-324,
  learning_rate: 1e-5,
  label_counts: { yes: 3, 'ja "𝛼"': 4 },
  label_counts_by_source: { "o'neil": { yes: 3 }, web: {} },
  sources: [
    { name: "o'neil", digest: 'sha256:1', rows: 1e12 },
    { name: 'web', digest: '' },
  ],
  code_digest: 'c1',
  config_digest: 'k1',
  attributes: { host: 'a\nb' },
};

/**
 * What every training store promises, as tests.
 * @param open gives an empty store; it is closed after each test
 */
export function trainingStoreContract(
  name: string,
  open: () => Promise<{ store: TrainingStore; close: () => Promise<void> }>,
): void {
  describe(`${name} as a training store`, () => {
    let store: TrainingStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    it('gives back the whole step that it was given', async () => {
      await store.putSteps([{ ...stored(7), step: rich }]);
      expect(await all(store.stepsOf('loans'))).toEqual([rich]);
      expect(await store.stepsOfRun('loans', 'r1', { from: 0, limit: 9 })).toEqual([rich]);
    });

    it('keeps of a step what was sent last, however often it is stored', async () => {
      const corrected = stored(1, { loss: 9 }, 8);
      await store.putSteps([stored(0), stored(1), corrected]);
      await store.putSteps([stored(0), stored(1)]);
      expect(await all(store.stepsOf('loans'))).toEqual([stored(0).step, corrected.step]);
      expect(await store.nextOffset(TOPIC, 1)).toBe(9);
      expect(await store.nextOffset(TOPIC, 0)).toBe(0);
    });

    it('reads steps by time, run and number, after any place, and counts them up to it', async () => {
      const here = [
        stored(5, { run_id: 'ä', time: NOON }),
        stored(2, { run_id: 'b', time: NOON + 2 }),
        stored(1, { run_id: 'b', time: NOON + 2 }),
        stored(3, { run_id: 'z', time: NOON }),
        stored(4, { model: 'other' }),
      ];
      await store.putSteps(here);
      const order = [here[3]!, here[0]!, here[2]!, here[1]!].map(({ step }) => step);
      expect(await all(store.stepsOf('loans'))).toEqual(order);
      for (const [k, place] of order.entries()) {
        expect(await all(store.stepsOf('loans', place))).toEqual(order.slice(k + 1));
        expect(await store.countUpTo('loans', place)).toBe(k + 1);
      }
      expect(await store.models()).toEqual(['loans', 'other']);
    });

    it('sums up runs, the newest first, and pages through them and through the steps of one', async () => {
      await store.putSteps([0, 1, 2].map((n) => stored(n)));
      await store.putSteps([stored(7, { run_id: 'r2' })]);
      const [newer, older] = [
        { run_id: 'r2', steps: 1, last_step: 7, from: NOON + 7_000, to: NOON + 7_000 },
        { run_id: 'r1', steps: 3, last_step: 2, from: NOON, to: NOON + 2_000 },
      ];
      expect(await store.runs('loans', { limit: 9 })).toEqual([newer, older]);
      expect(await store.runs('loans', { limit: 1 })).toEqual([newer]);
      expect(await store.runs('loans', { before: newer.from, limit: 9 })).toEqual([older]);
      expect(await store.runs('none', { limit: 9 })).toEqual([]);
      const page = await store.stepsOfRun('loans', 'r1', { from: 1, limit: 1 });
      expect(page).toEqual([stored(1).step]);
    });
  });
}

async function all(pages: AsyncIterable<readonly TrainingStep[]>): Promise<TrainingStep[]> {
  const steps: TrainingStep[] = [];
  for await (const page of pages) steps.push(...page);
  return steps;
}
