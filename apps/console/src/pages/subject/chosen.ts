import type { SubjectAddress } from '../paths.js';

/** A window of event time, [from, to). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Which subject and window an address names. `scale`, `from` and `to` are absent where it does not say. */
export function chosenOf(subject: string, params: URLSearchParams): SubjectAddress {
  const [from, to] = [numberOf(params.get('from')), numberOf(params.get('to'))];
  const scale = numberOf(params.get('scale'));
  return {
    subject,
    segment: params.get('segment') ?? '',
    scale: scale !== undefined && Number.isInteger(scale) && scale > 0 ? scale : undefined,
    // Half a window is none.
    ...(from !== undefined && to !== undefined && from < to ? { from, to } : {}),
  };
}

/** The window of `scale` ticks that ends at a moment or, where the moment lies inside a tick, with that tick. */
export function windowEnding(at: number, scale: number, tickMs: number): Stretch {
  const to = Math.ceil(at / tickMs) * tickMs;
  return { from: to - scale * tickMs, to };
}

/** The window of the same length as far away as it is long, times `by`: -1 is the one before. */
export function shifted({ from, to }: Stretch, by: number): Stretch {
  return { from: from + by * (to - from), to: to + by * (to - from) };
}

function numberOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
