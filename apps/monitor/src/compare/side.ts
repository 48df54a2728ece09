import { parseTime } from '@anchorwatch/telemetry';

/** A side of a comparison of stored traffic, as it was asked for. Open ends reach as far as what was counted. */
export type Side =
  | { readonly kind: 'baseline' }
  | { readonly kind: 'window'; readonly segment: string; readonly from?: number; readonly to?: number };

/**
 * Reads `baseline`, `FROM..TO`, `field=value` or `field=value@FROM..TO`. Times are RFC 3339 or epoch milliseconds and may be
 * left out.
 * @returns what is wrong, in words, for a side that cannot be read
 */
export function readSide(text: string): Side | string {
  if (text === 'baseline') return { kind: 'baseline' };
  const [, segment = '', range] = /^(?:([^@]*=.*?)(?:@|$))?([^\s@]*\.\.[^\s@]*)?$/s.exec(text) ?? [];
  if (segment === '' && range === undefined)
    return `expected baseline, FROM..TO, field=value or field=value@FROM..TO, got "${text.slice(0, 100)}"`;
  if (range === undefined) return { kind: 'window', segment };
  const [first, last] = range.split('..');
  const [from, to] = [timeOf(first), timeOf(last)];
  if (from !== undefined && Number.isNaN(from)) return `${first} is no time: expected RFC 3339 or epoch milliseconds`;
  if (to !== undefined && Number.isNaN(to)) return `${last} is no time: expected RFC 3339 or epoch milliseconds`;
  if (from !== undefined && to !== undefined && from >= to) return 'ends before it begins';
  return { kind: 'window', segment, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function timeOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : parseTime(text);
}
