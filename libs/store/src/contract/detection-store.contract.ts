import { afterEach, beforeEach, describe } from '@jest/globals';
import type { DetectionStore } from '@anchorwatch/detection';
import { findingsContract } from './detection-findings.contract.js';
import { profilesContract } from './detection-profiles.contract.js';
import { recordsContract } from './detection-records.contract.js';
import { verdictsContract } from './detection-verdicts.contract.js';

/**
 * What every detection store promises, as tests.
 * @param open gives an empty store; it is closed after each test
 */
export function detectionStoreContract(
  name: string,
  open: () => Promise<{ store: DetectionStore; close: () => Promise<void> }>,
): void {
  describe(`${name} as a detection store`, () => {
    let store: DetectionStore;
    let close: () => Promise<void>;
    const given = (): DetectionStore => store;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    recordsContract(given);
    profilesContract(given);
    verdictsContract(given);
    findingsContract(given);
  });
}
