/** Nine digits: enough for every use, and a baseline stays small. */
export function rounded(value: number): number {
  return Number(value.toPrecision(9));
}
