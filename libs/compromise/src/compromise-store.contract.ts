import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Calibration } from './calibration.js';
import type { CompromiseStore } from './compromise-store.js';
import type { KeptMemory } from './kept-memory.js';
import type { WatchedTick } from './watched-tick.js';

const calibration: Calibration = {
  format: 1,
  model: 'loans',
  model_version: '1',
  events: 3,
  space: { axes: [{ kind: 'number', feature: 'naïve 𝛼', mean: 0.1 + 0.2, scale: 1e-300 }], dimensions: 1 },
  detectors: { margin: { blind: 'no class probabilities' } },
  bits: [],
};

function watched(tick: number, change: Partial<WatchedTick> = {}): WatchedTick {
  const [from, to] = [tick * 60_000, (tick + 1) * 60_000];
  return { model: 'loans', baseline: 'b', tick, from, to, questions: 10, scored: 8, spent: 0.25, ...change };
}

function memory(number: number, change: Partial<KeptMemory> = {}): KeptMemory {
  const body = Uint8Array.from({ length: 100 + number }, (_, at) => (at * 7 + number) % 256);
  return { model: 'loans', baseline: 'b', number, tick: 10 * number, questions: 100, scored: 90, body, ...change };
}

/**
 * What every compromise store promises, as tests.
 * @param open gives an empty store; it is closed after each test
 */
export function compromiseStoreContract(
  name: string,
  open: () => Promise<{ store: CompromiseStore; close: () => Promise<void> }>,
): void {
  describe(`${name} as a compromise store`, () => {
    let store: CompromiseStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    it('gives back the calibration of a baseline, the first that was put', async () => {
      await store.putCalibration('one', calibration);
      await store.putCalibration('one', { ...calibration, events: 9 });
      await store.putCalibration('two', { ...calibration, events: 4 });
      expect(await store.calibration('one')).toEqual(calibration);
      expect((await store.calibration('two'))!.events).toBe(4);
      expect(await store.calibration('three')).toBeUndefined();
    });

    it('gives back a calibration of many million characters to the last one', async () => {
      const rows = Array.from({ length: 2_000 }, (_, row) =>
        Array.from({ length: 200 }, (__, at) => Math.sin(row * 200 + at)),
      );
      const names = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`𝛼𝛽${at}`, at]));
      const wide = { ...calibration, detectors: { novelty: { reference: rows, names } } };
      await store.putCalibration('wide', wide);
      expect(JSON.stringify(await store.calibration('wide')) === JSON.stringify(wide)).toBe(true);
    });

    it('gives back the latest memory of a baseline, byte by byte, however many there were', async () => {
      const bytes = (kept: KeptMemory | undefined) => kept && { ...kept, body: [...kept.body] };
      expect(await store.memory('loans', 'b')).toBeUndefined();
      for (const number of [0, 1, 2]) await store.putMemory(memory(number));
      await store.putMemory(memory(9, { baseline: 'c' }));
      expect(bytes(await store.memory('loans', 'b'))).toEqual(bytes(memory(2)));
      // Somebody who lost the stream and writes late turns nothing back.
      await store.putMemory(memory(0));
      expect(bytes(await store.memory('loans', 'b'))).toEqual(bytes(memory(2)));
      expect(await store.memory('other', 'b')).toBeUndefined();
    });

    it('keeps a memory of many million bytes, and one that replaces it by a shorter', async () => {
      const long = Uint8Array.from({ length: 5_000_000 }, (_, at) => (at * at) % 251);
      await store.putMemory(memory(0, { body: long }));
      expect(Buffer.from((await store.memory('loans', 'b'))!.body).equals(Buffer.from(long))).toBe(true);
      await store.putMemory(memory(2));
      expect((await store.memory('loans', 'b'))!.body).toHaveLength(102);
    });

    it('lists watched ticks, the newest first, each once', async () => {
      await store.putWatchedTicks([watched(1), watched(2), watched(3, { baseline: 'c' })]);
      await store.putWatchedTicks([watched(2, { scored: 10 }), watched(3, { model: 'other' })]);
      const all = { model: 'loans', from: 0, to: 1e9, limit: 10 };
      expect(await store.watchedTicks(all)).toEqual([
        watched(3, { baseline: 'c' }),
        watched(2, { scored: 10 }),
        watched(1),
      ]);
      expect(await store.watchedTicks({ ...all, baseline: 'b', limit: 1 })).toEqual([watched(2, { scored: 10 })]);
      await store.putWatchedTicks([watched(2, { baseline: 'c' })]);
      expect((await store.watchedTicks({ ...all, limit: 2 })).map(({ tick }) => tick)).toEqual([3, 2, 2]);
      expect(await store.watchedTicks({ ...all, from: 120_000, to: 180_000 })).toEqual([watched(1)]);
    });

    it('adds up what was watched of each model in a stretch of time', async () => {
      await store.putWatchedTicks([
        watched(1),
        watched(2, { scored: 10 }),
        watched(9),
        watched(1, { model: 'another' }),
      ]);
      expect(await store.watchUse({ from: 0, to: 300_000 })).toEqual([
        { model: 'another', questions: 10, scored: 8, spent: 0.25 },
        { model: 'loans', questions: 20, scored: 18, spent: 0.5 },
      ]);
      expect(await store.watchUse({ from: 0, to: 60_000 })).toEqual([]);
    });
  });
}
