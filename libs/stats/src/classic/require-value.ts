/** @throws RangeError for NaN and infinities, which would poison every later sum */
export function requireFinite(value: number, asker: string): void {
  if (!Number.isFinite(value)) throw new RangeError(`${asker} requires finite values`);
}

/** @throws RangeError for anything but 0, a right answer, and 1, a wrong one */
export function requireBit(value: number, asker: string): void {
  if (value !== 0 && value !== 1) throw new RangeError(`${asker} requires answers of 0 (right) or 1 (wrong)`);
}
