/** What of a model's heat is looked at; the address says it, so that the way back leads to the same view. */
export interface HeatView {
  /** How far back, in days before the newest event. */
  readonly days: number;
  /** '' is all traffic; undefined is every segment. */
  readonly segment: string | undefined;
  readonly subject: string | undefined;
}

/** How far back one can look. */
export const heatDays = [1, 7, 28, 91] as const;

const fallback: HeatView = { days: 28, segment: '', subject: undefined };

/** Reads the view from an address; one subject shows all its segments unless the address names one. */
export function heatViewOf(params: URLSearchParams): HeatView {
  const days = Number(params.get('days'));
  const subject = params.get('of') ?? undefined;
  const segment = params.get('in') ?? (subject === undefined ? fallback.segment : undefined);
  return {
    days: heatDays.find((known) => known === days) ?? fallback.days,
    segment: segment === every ? undefined : segment,
    subject,
  };
}

/** The address of a view; what is as usual is left out. */
export function heatAddress({ days, segment, subject }: HeatView): URLSearchParams {
  const params = new URLSearchParams();
  if (days !== fallback.days) params.set('days', String(days));
  if (subject !== undefined) params.set('of', subject);
  const usual = subject === undefined ? fallback.segment : undefined;
  if (segment !== usual) params.set('in', segment ?? every);
  return params;
}

const every = '*';
