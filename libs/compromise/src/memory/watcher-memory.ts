import { digestOf } from '@anchorwatch/detection';
import type { Calibration } from '../calibration.js';
import type { ExposureMemory } from '../exposure/exposure-memory.js';
import type { ExposureWatchMemory } from '../exposure/exposure-watch.js';
import type { GroupsMemory } from '../principals/groups.js';
import type { RatesMemory } from '../rates/rate-engine.js';
import type { ExamplesMemory } from '../recent-examples.js';
import type { Link } from '../summary/latest-links.js';
import { watchedOf } from '../watched.js';
import { MemoryRefused } from './packed.js';

/** What a watcher remembers, part by part. */
export interface WatcherMemory extends RatesMemory {
  /** The digest of the calibration that it watches with. */
  readonly calibration: string;
  /** The bits in the order of the masks. */
  readonly bits: readonly string[];
  readonly readers: Readonly<Record<string, unknown>>;
  readonly groups: GroupsMemory;
  readonly examples: ExamplesMemory;
  readonly exposure: ExposureMemory;
  readonly exposed: ExposureWatchMemory;
  readonly links: readonly Link[];
}

/** @throws MemoryRefused where the memory is that of a watcher with another calibration, or with bits in another order */
export function demandSame(memory: WatcherMemory, calibration: Calibration): void {
  const bits = watchedOf(calibration).map(({ declaration }) => declaration.name);
  if (memory.calibration !== digestOf(calibration)) throw new MemoryRefused('it was made with another calibration');
  if (memory.bits.join() !== bits.join())
    throw new MemoryRefused(`it speaks of the bits ${memory.bits.join()}, not of ${bits.join()}`);
}
