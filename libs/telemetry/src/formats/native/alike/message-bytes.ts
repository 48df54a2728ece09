/** The bytes of a message, read from its beginning to its end. */
export class MessageBytes {
  /** Where the next byte to read is. */
  at = 0;
  protected bytes: Buffer = Buffer.alloc(0);
  /** What the bytes lie in, whole: messages that were fetched together share it. */
  private around = new DataView(this.bytes.buffer);

  open(bytes: Buffer): void {
    this.bytes = bytes;
    this.at = 0;
    if (this.around.buffer !== bytes.buffer) this.around = new DataView(bytes.buffer);
  }

  isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  /** Whether these bytes, from one place of `expected` to another, come next. Stands behind them then. */
  follows(expected: DataView, from: number, to: number): boolean {
    const { bytes, around, at } = this;
    const end = at + to - from;
    if (end > bytes.length) return false;
    const shift = bytes.byteOffset + at - from;
    // Eight at a time, as if they were one number: JSON holds no zero bytes, and no other two numbers are equal whose bytes
    // differ. What is left at the end is compared with some of what comes before it once more.
    let k = from;
    for (; k + 8 <= to; k += 8) if (around.getFloat64(shift + k) !== expected.getFloat64(k)) return false;
    if (k < to && to - from >= 8) {
      if (around.getFloat64(shift + to - 8) !== expected.getFloat64(to - 8)) return false;
      k = to;
    }
    for (; k + 4 <= to; k += 4) if (around.getInt32(shift + k) !== expected.getInt32(k)) return false;
    for (; k < to; k++) if (around.getUint8(shift + k) !== expected.getUint8(k)) return false;
    this.at = end;
    return true;
  }
}

/** A copy of bytes, to be compared with what follows in a message. */
export function spelling(...parts: readonly Uint8Array[]): DataView {
  const bytes = Uint8Array.from(Buffer.concat(parts));
  return new DataView(bytes.buffer);
}
