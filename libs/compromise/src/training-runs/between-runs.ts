import { toleratedShare } from './balance-watch.js';
import { comparableRuns, fewestCompared, mostCompared } from './comparable.js';
import { besideRuns, type Beside } from './new-run-law.js';
import { tolerated } from './rise-watch.js';
import { measures, type Measure, type RunShape, type Stretch } from './run-shape.js';
import { stretchAlpha } from './training-budget.js';

/** A measure that went otherwise than in comparable runs. */
export interface Jump {
  readonly measure: Measure;
  readonly beside: Beside;
  readonly runs: readonly RunShape[];
}

/** What comparing a run over one stretch says. */
export interface Compared {
  readonly jumps: readonly Jump[];
  /** What would explain jumps, and did where there was one. */
  readonly explained: readonly string[];
  /** Comparable runs, whatever they told. */
  readonly runs: number;
}

/** Loss and gradient norm of a run over a stretch that has ended, beside earlier runs of the same code, configuration, sources and learning rate. */
export function compareCurves(
  run: RunShape,
  stretch: Stretch,
  earlier: readonly RunShape[],
  alarmsPerRun: number,
): Compared {
  const { runs, explained } = comparableRuns(run, stretch, earlier);
  const jumps = measures.flatMap((measure): Jump[] => {
    const value = stretch[measure];
    const those = runs.filter((other) => other.alike(stretch)![measure] !== undefined);
    if (value === undefined || those.length < fewestCompared) return [];
    const alpha = stretchAlpha(alarmsPerRun, 'jump', run.stretches.indexOf(stretch), measures.length);
    const former = those.map((other) => other.alike(stretch)![measure]!);
    const beside = besideRuns(value, former, { alpha, tolerated });
    return beside.p_value <= alpha ? [{ measure, beside, runs: those }] : [];
  });
  return { jumps, explained, runs: runs.length };
}

/** A source whose labels are mixed otherwise than in earlier runs. */
export interface OtherMix {
  readonly source: string;
  readonly label: string;
  readonly beside: Beside;
  readonly runs: readonly RunShape[];
  readonly bins: readonly string[];
  readonly current: readonly number[];
  readonly reference: readonly number[];
}

/**
 * Labels of each source over a stretch beside those of earlier runs: by label, the share on the scale on which its variance is constant
 * (2·asin √p, 1/n), once as it is and once beside that of all other sources. The larger p-value counts.
 */
export function compareMixes(
  run: RunShape,
  stretch: Stretch,
  earlier: readonly RunShape[],
  alarmsPerRun: number,
): readonly OtherMix[] {
  const sources = [...stretch.labels.keys()].filter((source) => totalOf(stretch.labels.get(source)!) > 0);
  const tests = sources.reduce((sum, source) => sum + stretch.labels.get(source)!.size, 0);
  const alpha = stretchAlpha(alarmsPerRun, 'between', run.stretches.indexOf(stretch), Math.max(1, tests));
  return sources.flatMap((source): OtherMix[] => {
    const runs = formerRuns(run, stretch, source, earlier);
    if (runs.length < fewestCompared) return [];
    const former = runs.map((other) => other.alike(stretch)!);
    const found = [...stretch.labels.get(source)!.keys()]
      .map((label) => ({ label, beside: mixBeside(stretch, former, source, label, alpha) }))
      .filter(({ beside }) => beside.p_value <= alpha)
      .sort((a, b) => a.beside.p_value - b.beside.p_value || (a.label < b.label ? -1 : 1));
    const [surest] = found;
    return surest === undefined ? [] : [{ source, ...surest, runs, ...tableOf(stretch, former, source) }];
  });
}

/** Earlier runs of the same code and configuration that had the source and were not accused for it. */
export function formerRuns(
  run: RunShape,
  stretch: Stretch,
  source: string,
  earlier: readonly RunShape[],
): readonly RunShape[] {
  return earlier
    .filter(
      (other) =>
        other.code_digest === run.code_digest &&
        other.config_digest === run.config_digest &&
        !other.accused.has(`balance:${source}`) &&
        totalOf(other.alike(stretch)?.labels.get(source) ?? new Map()) > 0,
    )
    .slice(-mostCompared);
}

function mixBeside(stretch: Stretch, former: readonly Stretch[], source: string, label: string, alpha: number): Beside {
  const now = shareIn(stretch, source, label);
  const before = former.map((other) => shareIn(other, source, label));
  const mean = before.reduce((sum, { share }) => sum + share, 0) / before.length;
  const own = besideRuns(
    arc(now.share),
    before.map(({ share }) => arc(share)),
    {
      alpha,
      tolerated: 0,
      noise: 1 / Math.max(1, now.n),
    },
  );
  if (Math.abs(now.share - mean) <= toleratedShare) return { ...own, p_value: 1 };
  const others = [stretch, ...former].map((one) => shareBeside(one, source, label));
  if (others.some(({ n }) => n === 0)) return own;
  const [beside, ...besides] = others.map(({ share }, k) => arc([now, ...before][k]!.share) - arc(share));
  const relative = besideRuns(beside!, besides, {
    alpha,
    tolerated: 0,
    noise: 1 / Math.max(1, now.n) + 1 / others[0]!.n,
  });
  return relative.p_value > own.p_value ? relative : own;
}

function arc(share: number): number {
  return 2 * Math.asin(Math.sqrt(share));
}

function shareIn({ labels }: Stretch, source: string, label: string): { share: number; n: number } {
  const counts = labels.get(source)!;
  const n = totalOf(counts);
  return { share: n === 0 ? 0 : (counts.get(label) ?? 0) / n, n };
}

function shareBeside({ labels }: Stretch, source: string, label: string): { share: number; n: number } {
  let [set, n] = [0, 0];
  for (const [name, counts] of labels)
    if (name !== source) {
      set += counts.get(label) ?? 0;
      n += totalOf(counts);
    }
  return { share: n === 0 ? 0 : set / n, n };
}

function totalOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function tableOf(stretch: Stretch, former: readonly Stretch[], source: string) {
  const bins = [...new Set([stretch, ...former].flatMap((one) => [...one.labels.get(source)!.keys()]))].sort();
  const count = (one: Stretch, label: string) => one.labels.get(source)!.get(label) ?? 0;
  return {
    bins,
    current: bins.map((label) => count(stretch, label)),
    reference: bins.map((label) => former.reduce((sum, one) => sum + count(one, label), 0)),
  };
}
