import { atOnce } from '../at-once.js';
import { fitSpace, pointOf, type Space } from '../space.js';
import { saidIn, Tally } from '../training/tally.js';
import { fittingScale, type LabelScale, type ScaledLabel } from './label-scale.js';
import type { Blind } from '../bits/detector.js';
import { tallyOf } from './compared.js';
import { calibratingFlags, type FlagCalibration } from './flag-rates.js';
import type { JudgedLabel } from './judged-label.js';
import { mixDispersion, type MixDispersion } from './label-mix.js';
import { sharesOf, type Shares } from './label-shares.js';
import type { LabelledQuestion } from './labelled-question.js';
import { natureOf, type Nature } from './nature.js';
import type { Pair } from './pair-cusum.js';

/** At most so many healthy labels are used, the newest: calibration is bounded. */
export const mostHealthyLabels = 20_000;
/** Pairs of classes whose nature is measured, the most frequent ones; each with so many healthy labels at least. */
const mostPairs = 20;
const fewestOfPair = 20;

/** Healthy labels beside what was to be expected. */
export interface LabelReference {
  readonly scale: LabelScale;
  /** What was labelled as what: `[cell, class, labels]`. */
  readonly cells: readonly (readonly [cell: number, label: number, n: number])[];
  /** How sources differ in any flips … */
  readonly any: Nature;
  /** … and in the labels of one class where another is expected. */
  readonly pairs: readonly (Pair & { readonly nature: Nature })[];
  readonly mix: readonly MixDispersion[];
}

/** The frozen reference of the feedback about one model version: made with its baseline, from healthy labels. */
export interface FeedbackCalibration {
  readonly format: 1;
  readonly model: string;
  readonly model_version: string;
  readonly labels: number;
  readonly sources: number;
  readonly space: Space | null;
  readonly reference: LabelReference | Blind;
  readonly shares: Shares;
  readonly flags: Readonly<Record<string, FlagCalibration | Blind>>;
}

/**
 * Learns from healthy labels what answers are labelled, how far sources lie apart by nature and how much that varies over time.
 *
 * @param healthy in the order in which the labels came; at most the newest 20,000 are used
 */
export function calibrateFeedback(
  model: string,
  model_version: string,
  healthy: readonly LabelledQuestion[],
): FeedbackCalibration {
  return atOnce(calibratingFeedback(model, model_version, healthy));
}

/** The same step by step, each about half a second of one core on ordinary telemetry: whoever shares its process may do something else between two. */
export function* calibratingFeedback(
  model: string,
  model_version: string,
  healthy: readonly LabelledQuestion[],
): Generator<void, FeedbackCalibration> {
  const used = healthy.slice(-mostHealthyLabels);
  const space = fitSpace(used.map(({ event }) => event)) ?? null;
  const reference = yield* referenceOf(used, space);
  const flags = yield* calibratingFlags(
    used.map((question) => ({ ...question, point: space === null ? undefined : pointOf(space, question.event) })),
  );
  return {
    format: 1,
    model,
    model_version,
    labels: used.length,
    sources: new Set(used.map(({ label }) => label.source).filter((source) => source !== '')).size,
    space,
    reference,
    shares: sharesOf(used.map(({ label }) => label)),
    flags,
  };
}

/** The healthy labels by answer and class. */
export function tallyOfReference({ cells }: LabelReference): Tally {
  const tally = new Tally();
  for (const [cell, label, n] of cells) tally.addTo(cell, label, n);
  return tally;
}

function* referenceOf(used: readonly LabelledQuestion[], space: Space | null): Generator<void, LabelReference | Blind> {
  const fitted = yield* fittingScale(used, space);
  if (typeof fitted === 'string') return { blind: fitted };
  const { scale } = fitted;
  const labels = fitted.healthy.map(({ question, ...on }, k) => judgedLabel(question, on, k));
  const all = tallyOf(labels);
  const classes = scale.classes.length;
  return {
    scale,
    cells: [...all.cells].flatMap(([cell, { labels: of }]) => [...of].map(([label, n]) => [cell, label, n] as const)),
    any: natureOf('any', labels, classes),
    pairs: frequentPairs(all).map((pair) => ({ ...pair, nature: natureOf(pair, labels, classes) })),
    mix: mixDispersion(labels, all),
  };
}

function frequentPairs(all: Tally): Pair[] {
  const counts = new Map<string, Pair & { n: number }>();
  for (const [cell, { labels }] of all.cells)
    for (const [to, n] of labels) {
      const from = saidIn(cell);
      if (from === to) continue;
      const known = counts.get(`${from} ${to}`);
      if (known) known.n += n;
      else counts.set(`${from} ${to}`, { from, to, n });
    }
  return [...counts.values()]
    .filter(({ n }) => n >= fewestOfPair)
    .sort((a, b) => b.n - a.n || a.from - b.from || a.to - b.to)
    .slice(0, mostPairs)
    .map(({ from, to }) => ({ from, to }));
}

/** A label as it is judged. @param number its place among everybody's */
export function judgedLabel(
  { offset, time, event, label }: LabelledQuestion,
  { vote, label: place }: ScaledLabel,
  number: number,
): JudgedLabel {
  return { number, offset, time, source: label.source, event_id: event.event_id, vote, label: place };
}
