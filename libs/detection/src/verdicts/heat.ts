import type { TestResult, Verdict } from './verdict.js';

/** Which verdicts to bring together: windows that end in (from, to] of event time, cut into cells of `cell_ms`. */
export interface HeatQuestion {
  readonly model: string;
  readonly from: number;
  readonly to: number;
  readonly cell_ms: number;
  /** All when not given. */
  readonly subject?: string;
  readonly segment?: string;
  /** How many rows at most: those with the most surprising windows. */
  readonly rows: number;
}

/** What of a verdict a cell shows: its numbers, and of its tests the most surprising one. */
export interface HeatVerdict extends Pick<Verdict, (typeof HEAT_FIELDS)[number]> {
  /** Null when nothing could be tested. */
  readonly test: TestResult | null;
}

/** The windows of one subject and segment that end in one cell of time, told by the most surprising of them. */
export interface HeatCell {
  /** k: the windows end in (from + k·cell_ms, from + (k + 1)·cell_ms]. */
  readonly cell: number;
  readonly windows: number;
  readonly alarms: number;
  /** Windows too small to be tested. */
  readonly insufficient: number;
  /** Of the most surprising window: see `surpriseOf`. */
  readonly surprise: number;
  readonly worst: HeatVerdict;
}

export interface HeatRow {
  readonly subject: string;
  readonly segment: string;
  /** By ascending time; cells in which no window ended are left out. */
  readonly cells: readonly HeatCell[];
}

/** Rows by their most surprising window, and how many more there would have been. */
export interface Heat {
  readonly rows: readonly HeatRow[];
  readonly left_out: number;
}

export const HEAT_FIELDS = [
  'model_version',
  'baseline',
  'detector',
  'role',
  'scale',
  'tick',
  'window_from',
  'window_to',
  'n',
  'n_effective',
  'insufficient',
  'psi',
  'psi_noise',
  'psi_critical',
  'ks',
  'ks_critical',
  'alpha',
  'p_value',
  'alarm',
  'words',
] as const;

/**
 * How surprising a window is in units of its critical value: −log p / −log α of its most surprising test.
 * 0 is no surprise at all, 1 is the critical value, above 1 is an alarm; finite also where p is below what doubles hold.
 */
export function surpriseOf({ p_value, alpha }: Pick<Verdict, 'p_value' | 'alpha'>): number {
  if (!(alpha > 0 && alpha < 1)) return p_value <= alpha ? 1 : 0;
  return Math.abs(Math.log(Math.max(p_value, Number.MIN_VALUE)) / Math.log(alpha));
}

/** The heat of verdicts that are in memory: what every store promises to answer. */
export function heatOf(verdicts: Iterable<Verdict>, question: HeatQuestion): Heat {
  const rows = new Map<string, Map<number, Verdict[]>>();
  for (const verdict of verdicts) {
    if (!asked(verdict, question)) continue;
    const place = JSON.stringify([verdict.subject, verdict.segment]);
    const row = rows.get(place) ?? new Map<number, Verdict[]>();
    rows.set(place, row);
    const cell = Math.ceil((verdict.window_to - question.from) / question.cell_ms) - 1;
    row.set(cell, [...(row.get(cell) ?? []), verdict]);
  }
  const found = [...rows.values()].map((row) => ({
    worst: [...row.values()].flat().sort(worstFirst)[0]!,
    cells: [...row].sort(([one], [other]) => one - other).map(([cell, inside]) => cellOf(cell, inside)),
  }));
  found.sort((one, other) => ratioOf(one.worst) - ratioOf(other.worst) || byName(one.worst, other.worst));
  const shown = found.slice(0, question.rows);
  return {
    rows: shown.map(({ worst: { subject, segment }, cells }) => ({ subject, segment, cells })),
    left_out: found.length - shown.length,
  };
}

function asked(verdict: Verdict, { model, from, to, subject, segment }: HeatQuestion): boolean {
  return (
    verdict.model === model &&
    verdict.window_to > from &&
    verdict.window_to <= to &&
    (subject ?? verdict.subject) === verdict.subject &&
    (segment ?? verdict.segment) === verdict.segment
  );
}

function cellOf(cell: number, inside: readonly Verdict[]): HeatCell {
  const worst = [...inside].sort(worstFirst)[0]!;
  return {
    cell,
    windows: inside.length,
    alarms: inside.filter(({ alarm }) => alarm).length,
    insufficient: inside.filter(({ insufficient }) => insufficient).length,
    surprise: surpriseOf(worst),
    worst: {
      ...(Object.fromEntries(HEAT_FIELDS.map((name) => [name, worst[name]])) as Pick<
        Verdict,
        (typeof HEAT_FIELDS)[number]
      >),
      test: worst.tests[0] ?? null,
    },
  };
}

/** By p in units of alpha; of equals the one that was tested, then the larger PSI, the later end, the smaller window. */
function worstFirst(one: Verdict, other: Verdict): number {
  return (
    ratioOf(one) - ratioOf(other) ||
    Number(one.insufficient) - Number(other.insufficient) ||
    finite(other.psi) - finite(one.psi) ||
    other.window_to - one.window_to ||
    one.scale - other.scale ||
    compareText(one.detector, other.detector) ||
    compareText(one.baseline, other.baseline)
  );
}

function ratioOf({ p_value, alpha }: Verdict): number {
  return p_value / alpha;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function byName(one: Verdict, other: Verdict): number {
  return compareText(one.subject, other.subject) || compareText(one.segment, other.segment);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
