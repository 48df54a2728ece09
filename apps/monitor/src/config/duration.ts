const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Reads a length of time such as `500ms`, `90s`, `5m`, `1h`, `2d` into milliseconds.
 * @returns undefined when the text is not such a length; zero is allowed, negative is not.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)$/.exec(text.trim());
  if (!match) return undefined;
  return Math.round(Number(match[1]) * (UNITS[match[2]!] ?? NaN));
}

/** Why a number of events is no tick on a server. */
export const NO_COUNT =
  'ticks go by time on a server, because partitions have no common count (docs/adr/0016-ticks-by-time-on-a-server.md); a number of events is for scan';

/** Whether a tick is given as a number of events, as scan takes it. */
export function isCount(text: string): boolean {
  return /^\d+$/.test(text.trim());
}
