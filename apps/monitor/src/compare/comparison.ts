import { featureOfSubject, type SegmentShift, type SubjectComparison } from '@anchorwatch/detection';

/** One side of a comparison, as people see it. */
export interface ComparisonSide {
  readonly kind: 'baseline' | 'window' | 'file';
  /** A digest, a segment or a file's name. */
  readonly name: string;
  readonly segment: string;
  /** Event time, [from, to); null where it has none. */
  readonly from: number | null;
  readonly to: number | null;
  readonly events: number;
}

/** A subject of a comparison, with what it means to the model. */
export interface ComparedRow extends SubjectComparison {
  readonly segment: string;
  /** What the register says the feature weighs, as a share of all weights; null where it says nothing. */
  readonly importance: number | null;
  /** PSI × importance: a large drift of what hardly matters is small here. */
  readonly impact: number | null;
}

/** How the PSI of a subject is divided over the values of a segment field; the parts add up to it. */
export interface SegmentParts {
  readonly subject: string;
  readonly field: string;
  readonly parts: readonly SegmentShift[];
}

/** Two files, windows or segments side by side: what REST, `--json` and the console speak of. */
export interface Comparison {
  readonly model: string;
  /** Digest of the baseline whose bins both sides were counted over. */
  readonly baseline: string;
  readonly a: ComparisonSide;
  readonly b: ComparisonSide;
  /** False alarms that the comparison may cost, and what that leaves to one test. */
  readonly alarms: number;
  readonly alpha: number;
  readonly different: boolean;
  /** Different ones first, single ones before what several do together, then by PSI. */
  readonly subjects: readonly ComparedRow[];
  /** Rows beyond the limit, the least moved. */
  readonly left_out: number;
  readonly segments: readonly SegmentParts[];
  readonly warnings: readonly string[];
}

/** Adds what the register says of importance. @param importance weights by feature, ≥ 0 */
export function withImportance<Row extends SubjectComparison & { readonly segment: string }>(
  row: Row,
  importance: Readonly<Record<string, number>>,
): Row & Pick<ComparedRow, 'importance' | 'impact'> {
  const all = Object.values(importance).reduce((sum, weight) => sum + weight, 0);
  const names = [featureOfSubject(row.subject), row.subject];
  const name = row.role === 'feature' && all > 0 ? names.find((one) => Object.hasOwn(importance, one)) : undefined;
  const share = name === undefined ? null : importance[name]! / all;
  return { ...row, importance: share, impact: share === null ? null : share * row.psi };
}
