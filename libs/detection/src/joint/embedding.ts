import type { FeatureValue } from '@anchorwatch/telemetry';
import { MISSING, WRONG_TYPE } from '../counting/binner.js';

/** Reads a list of so many numbers, or says what it is instead: MISSING or WRONG_TYPE. */
export function embeddingReader(
  length: number,
): (value: FeatureValue | undefined) => ArrayLike<number> | typeof MISSING | typeof WRONG_TYPE {
  return (value) => {
    if (value === null || value === undefined) return MISSING;
    return Array.isArray(value) && value.length === length && value.every(Number.isFinite) ? value : WRONG_TYPE;
  };
}
