import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Calibration } from './calibration.js';
import type { CompromiseStore } from './compromise-store.js';

const calibration: Calibration = {
  format: 1,
  model: 'loans',
  model_version: '1',
  events: 3,
  space: { axes: [{ kind: 'number', feature: 'naïve 𝛼', mean: 0.1 + 0.2, scale: 1e-300 }], dimensions: 1 },
  detectors: { margin: { blind: 'no class probabilities' } },
  bits: [],
};

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

    it('gives back a calibration by its digest, however often it was put', async () => {
      await store.putCalibration('one', calibration);
      await store.putCalibration('one', calibration);
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
  });
}
