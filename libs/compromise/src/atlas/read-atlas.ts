import type { Atlas } from './atlas.js';
import { readKeyed } from './keyed.js';
import { readLegacy } from './legacy.js';
import { pinnedMark, readPinned } from './pinned.js';
import { AtlasProblem, Place } from './place.js';

/**
 * Reads a version of MITRE ATLAS as parsed from its YAML, in the layout before 2026.05 (`matrices`) or format 6 (`format-version`), or our own.
 * @throws AtlasProblem with the path of what is wrong
 */
export function readAtlas(document: unknown): Atlas {
  const root = new Place(document);
  if (typeof document === 'string')
    throw new AtlasProblem('', `expected ATLAS data; this only names another file (${root.text()}): give that`);
  if (root.has(pinnedMark)) return readPinned(root);
  if (root.has('format-version')) return readKeyed(root);
  if (root.has('matrices')) return readLegacy(root);
  throw new AtlasProblem('', `expected ATLAS data with matrices, format-version or ${pinnedMark}`);
}
