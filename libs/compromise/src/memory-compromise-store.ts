import type { Calibration } from './calibration.js';
import { CompromiseStore } from './compromise-store.js';

/** For tests, and to keep the port honest: everything in memory, as the JSON that other stores keep. */
export class MemoryCompromiseStore extends CompromiseStore {
  readonly #calibrations = new Map<string, string>();

  async putCalibration(digest: string, calibration: Calibration): Promise<void> {
    this.#calibrations.set(digest, JSON.stringify(calibration));
  }

  async calibration(digest: string): Promise<Calibration | undefined> {
    const json = this.#calibrations.get(digest);
    return json === undefined ? undefined : (JSON.parse(json) as Calibration);
  }
}
