/** A single value in a message: its path in the record, and the bytes that it takes. */
export interface Hole {
  readonly path: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Deeper than this lies nothing that an event has a place for. */
const DEEPEST = 3;

/**
 * Where the single values of a record stand in its JSON text. A null outside `features` is none: a record says there that it
 * has no such field, and one that has it is another kind of record.
 *
 * @param bytes valid JSON
 * @returns undefined when the record holds a list, an escaped name, one name twice or more than three levels
 */
export function findHoles(bytes: Buffer): readonly Hole[] | undefined {
  const holes: Hole[] = [];
  let at = 0;
  return object([]) ? holes : undefined;

  function object(path: readonly string[]): boolean {
    skipSpace();
    if (bytes[at] !== 0x7b || path.length >= DEEPEST) return false;
    at++;
    const names = new Set<string>();
    for (skipSpace(); bytes[at] !== 0x7d; skipSpace()) {
      if (bytes[at] === 0x2c) at++;
      skipSpace();
      const from = at;
      if (!skipText()) return false;
      const name = bytes.toString('utf8', from + 1, at - 1);
      if (names.has(name) || name.includes('\\')) return false;
      names.add(name);
      skipSpace();
      at++; // the colon
      if (!member([...path, name])) return false;
    }
    at++;
    return true;
  }

  function member(path: readonly string[]): boolean {
    skipSpace();
    const from = at;
    const code = bytes[at];
    if (code === 0x5b) return false;
    if (code === 0x7b) return object(path);
    if (code === 0x22) skipText();
    else while (!isEnd(bytes[at])) at++;
    if (code !== 0x6e || path[0] === 'features') holes.push({ path, from, to: at });
    return true;
  }

  function skipText(): boolean {
    if (bytes[at] !== 0x22) return false;
    for (at++; bytes[at] !== 0x22; at++) {
      if (at >= bytes.length) return false;
      if (bytes[at] === 0x5c) at++;
    }
    at++;
    return true;
  }

  function skipSpace(): void {
    while (isSpace(bytes[at])) at++;
  }
}

function isSpace(code: number | undefined): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Whether a number, a flag or null ends before this byte. */
function isEnd(code: number | undefined): boolean {
  return code === undefined || code === 0x2c || code === 0x7d || isSpace(code);
}
