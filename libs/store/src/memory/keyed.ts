/** The identity of a record, of the parts that tell it from others. */
export function key(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}

/** What comes late from somebody who was replaced turns nothing back; of two as far as each other the later one stays. */
export function keep<Of>(map: Map<string, Of>, place: string, value: Of, rank: (of: Of) => number): void {
  const before = map.get(place);
  if (before === undefined || rank(value) >= rank(before)) map.set(place, value);
}

/** Orders by the first part that differs; text by code point, as the database does. */
export function by<Of>(parts: (of: Of) => readonly (string | number)[]): (one: Of, other: Of) => number {
  return (one, other) => {
    const [left, right] = [parts(one), parts(other)];
    const at = left.findIndex((part, index) => part !== right[index]);
    return at < 0 ? 0 : left[at]! < right[at]! ? -1 : 1;
  };
}
