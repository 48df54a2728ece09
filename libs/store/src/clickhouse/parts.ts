/** Characters of one row: few rows for a long text, each far below what an insert may hold. */
const partCharacters = 2 * 1024 * 1024;

/** A long text cut into rows; never between the halves of a surrogate pair, which are no text by themselves. */
export function partsOf(text: string, characters = partCharacters): readonly string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length || parts.length === 0;) {
    let to = Math.min(text.length, from + characters);
    if (to < text.length && isHighHalf(text.charCodeAt(to - 1))) to++;
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}

/** The text of its parts in order, or undefined where one of them is missing. */
export function joined(parts: readonly string[], expected: number | undefined): string | undefined {
  return expected === undefined || parts.length !== expected ? undefined : parts.join('');
}

function isHighHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
