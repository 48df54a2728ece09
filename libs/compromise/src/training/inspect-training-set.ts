import { benjaminiHochberg } from '@anchorwatch/stats';
import { fitSpace, pointOf } from '../space.js';
import { columnsOf } from './forest.js';
import { judgeLabels } from './judge-labels.js';
import { familyLevel } from './judge-sources.js';
import { isOdd } from './label-rows.js';
import type { LabelledRow } from './labelled-row.js';
import { neighboursSay, type Vote } from './neighbourhood.js';
import { minePatterns, type Pattern } from './patterns.js';
import { moreThanTrusted } from './reference-test.js';
import { mostRowsOf, sampleRows } from './sample-rows.js';
import { sourceReport } from './source-report.js';
import { spectralOutliers } from './spectral.js';
import type { SuspectedRow, TrainingReport, TrainingTrigger } from './training-report.js';
import { triggersAmong } from './triggers.js';
import { blindSpotsOf, fewestRows, mostClasses } from './training-blind.js';

/** What is to be inspected. */
export interface TrainingSet {
  readonly rows: readonly LabelledRow[];
  /** The column that the labels are from. */
  readonly label: string;
  /** Rows of the file that have no label. */
  readonly rowsWithoutLabel: number;
  /** Rows of the file that cannot be read. */
  readonly rowsBroken: number;
  /** Whether sources were named. */
  readonly hasSources: boolean;
  /** Rows that are known to be right. */
  readonly trusted?: readonly LabelledRow[];
}

/** Why a training set cannot be inspected. */
export class TrainingSetRefused extends Error {}

const mostListed = 1_000;
const spectralFalseShare = 0.01;

/**
 * Names the sources and rows of a training set that somebody may have tampered with.
 * @throws TrainingSetRefused when there are too few rows, one class or very many, or no features
 */
export function inspectTrainingSet(set: TrainingSet): TrainingReport {
  const classes = classesOf(set);
  const space = fitSpace(set.trusted ?? set.rows);
  if (space === undefined) throw new TrainingSetRefused('has no feature beside its label');
  const most = mostRowsOf(space.dimensions);
  const rows = sampleRows(set.rows, most);
  const trusted = set.trusted === undefined ? undefined : numbered(sampleRows(set.trusted, most));
  const { points, labels } = numbered(rows);
  const votes = neighboursSay(points, trusted ?? { points, labels }, classes.length, trusted === undefined);

  const names = set.hasSources ? [...new Set(rows.flatMap(({ source }) => source ?? []))].sort() : [];
  const placeOf = new Map(names.map((name, at) => [name, at]));
  const judged = judgeLabels({
    rows: rows.map(({ row }) => row),
    labels,
    sources: rows.map(({ source }) => placeOf.get(source ?? '') ?? -1),
    points,
    ...(trusted === undefined ? {} : { trusted }),
    classCount: classes.length,
    sourceCount: names.length,
  });
  const sources = names.length < 2 ? [] : judged.sources.map((verdict) => sourceReport(verdict, names, classes));
  const accused = new Set(sources.flatMap(({ source, suspected }) => (suspected ? [source] : [])));

  const odd = rows.flatMap((_, at) => (isOdd(labels[at]!, votes[at]!) ? [at] : []));
  const disagreement = disagreementOf(odd.length, rows.length, trusted, classes.length);
  const spectral = trusted === undefined ? [] : spectralOutliers(points, labels, trusted, classes.length);
  const outlying = benjaminiHochberg(
    spectral.map(({ pValue }) => pValue),
    spectralFalseShare,
  );
  const patterns = minePatterns(rows, labels, classes.length);
  const triggers = triggersAmong(patterns, columnsOf(points), labels, classes.length);

  const told = new Set<number>();
  const listed = [
    ...odd.filter((at) => accused.has(rows[at]!.source ?? '')).map((at) => suspect(at, 'label')),
    ...triggers.flatMap(({ places }) => places.map((at) => suspect(at, 'trigger'))),
    ...spectral.flatMap(({ places }, at) =>
      outlying[at] === true ? places.map((place) => suspect(place, 'spectral')) : [],
    ),
    ...odd.map((at) => suspect(at, 'label')),
  ].filter(({ row }) => !told.has(row) && told.add(row));

  return {
    suspected: accused.size > 0 || triggers.length > 0 || disagreement.suspected || outlying.includes(true),
    rows: set.rows.length + set.rowsWithoutLabel + set.rowsBroken,
    rows_used: rows.length,
    rows_without_label: set.rowsWithoutLabel,
    rows_broken: set.rowsBroken,
    reference_rows: set.trusted?.length ?? null,
    label: set.label,
    classes,
    sources,
    label_disagreement: disagreement,
    spectral: spectral.map(({ label, places, pValue }, at) => ({
      label: classes[label]!,
      rows: places.length,
      p_value: pValue,
      suspected: outlying[at]!,
    })),
    triggers: triggers.map(asTrigger),
    suspected_rows: listed.slice(0, mostListed),
    suspected_rows_count: listed.length,
    blind: blindSpotsOf(set, names.length, sources, rows.length, patterns.length),
  };

  function numbered(some: readonly LabelledRow[]) {
    return {
      points: some.map((row) => pointOf(space!, row)),
      labels: some.map(({ label }) => classes.indexOf(label)),
    };
  }

  function suspect(at: number, why: SuspectedRow['why']): SuspectedRow {
    const { row, label, source } = rows[at]!;
    const { says, share } = votes[at]!;
    return { row, label, neighbours_say: classes[says]!, share: Math.round(share * 1e3) / 1e3, why, source };
  }

  function asTrigger({ features, values, label, places, lift, pValue }: Pattern): TrainingTrigger {
    return { features, values, label: classes[label]!, support: places.length, lift, p_value: pValue };
  }
}

/** How many labels nearly all neighbours contradict, and whether that is more than trusted rows have among themselves. */
function disagreementOf(
  odd: number,
  n: number,
  trusted: { readonly points: readonly Float64Array[]; readonly labels: readonly number[] } | undefined,
  classes: number,
): TrainingReport['label_disagreement'] {
  const share = odd / n;
  if (trusted === undefined) return { rows: odd, share, expected_share: null, p_value: null, suspected: false };
  const own: readonly Vote[] = neighboursSay(trusted.points, trusted, classes, true);
  const known = own.filter((vote, at) => isOdd(trusted.labels[at]!, vote)).length;
  const { pValue, expectedShare } = moreThanTrusted(odd, n, { odd: known, n: own.length });
  return { rows: odd, share, expected_share: expectedShare, p_value: pValue, suspected: pValue <= familyLevel };
}

function classesOf({ rows, trusted = [] }: TrainingSet): string[] {
  const classes = [...new Set([...rows, ...trusted].map(({ label }) => label))].sort();
  if (rows.length < fewestRows)
    throw new TrainingSetRefused(`has ${rows.length} rows with a label; at least ${fewestRows} are needed`);
  if (classes.length < 2) throw new TrainingSetRefused(`has one class only, ${JSON.stringify(classes[0])}`);
  if (classes.length > mostClasses)
    throw new TrainingSetRefused(
      `has ${classes.length} different labels; classes are expected, at most ${mostClasses}`,
    );
  return classes;
}
