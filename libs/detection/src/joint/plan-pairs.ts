import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { BaselineSubject } from '../baselines/baseline.js';
import { binCount, makeBinner } from '../counting/binner.js';
import { featureOfSubject, subjectOfPair, valueOfFeature } from '../counting/subjects.js';
import { choosePairs, type PairCandidate } from './choose-pairs.js';
import { gridAxis, type GridAxis } from './grid-axis.js';

/** Bounds of the search: 4,950 tables of at most 5,000 events. */
const mostCandidates = 100;
const mostRows = 5_000;

interface Candidate extends PairCandidate {
  readonly axis: GridAxis;
  readonly ordered: boolean;
}

/** The pairs of features whose dependence is watched, as grids of at most 8 × 8 cells. @param features by name */
export function planPairs(
  features: readonly BaselineSubject[],
  rows: readonly InferenceEvent['features'][],
): readonly BaselineSubject[] {
  const stride = Math.ceil(rows.length / mostRows);
  const some = rows.filter((_, at) => at % stride === 0);
  const candidates = features.slice(0, mostCandidates).map((subject) => candidateOf(subject, some));
  return choosePairs(candidates).map(([a, b]) => gridOf(candidates[a]!, candidates[b]!));
}

function candidateOf(
  { subject, bins, ordered, least }: BaselineSubject,
  rows: readonly InferenceEvent['features'][],
): Candidate {
  const feature = featureOfSubject(subject);
  const binner = makeBinner(bins, least !== undefined);
  const counts = new Array<number>(binCount(bins)).fill(0);
  const found = rows.map((features) => binner(valueOfFeature(features[feature])));
  for (const bin of found) if (bin >= 0) counts[bin]!++;
  const axis = gridAxis(bins, counts);
  const codes = Int8Array.from(found, (bin) => (bin < 0 ? -1 : axis.groups[bin]!));
  return { name: subject, groups: axis.labels.length, codes, axis, ordered };
}

function gridOf(first: Candidate, second: Candidate): BaselineSubject {
  return {
    subject: subjectOfPair(first.name, second.name),
    role: 'feature pair',
    bins: {
      kind: 'grid',
      rows: first.axis.labels,
      columns: second.axis.labels,
      ordered: first.ordered && second.ordered,
    },
    ordered: false,
    psi_groups: [],
    derived: {
      kind: 'feature pair',
      first: { subject: first.name, groups: first.axis.groups },
      second: { subject: second.name, groups: second.axis.groups },
    },
    profiles: [],
  };
}
