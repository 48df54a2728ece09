import { outcomeOf, probabilityOf, truthClass } from '@anchorwatch/detection';
import { pointOf, type Space } from '../space.js';
import { growTrees, sharesOf, type Tree } from '../training/forest.js';
import { asVote, type Vote } from '../training/neighbourhood.js';
import { othersSaying } from '../training/opinions.js';
import type { LabelledQuestion } from './labelled-question.js';

/** More different labels are numbers rather than classes. */
export const mostClasses = 50;
const fewestLabels = 100;
/** What is said alike is parted by how surely into so many groups of one size, of so many labels at least. */
const groups = 10;
const fewestInGroup = 20;
const seed = 20_180_326;

/**
 * What labels are to be expected, and how surely: the opinion of a forest that learnt from healthy labels, of the features and the model's own answer together.
 * Fitted on them, then frozen.
 */
export interface LabelScale {
  /** The labels that sources gave, in the order of the alphabet: a class is its place here. */
  readonly classes: readonly string[];
  /** Where the features lie; null where there are none. */
  readonly space: Space | null;
  readonly trees: readonly Tree[];
  /** By the class that the forest says. */
  readonly opinions: readonly Opinions[];
}

/** Opinions for one class: `edges` part them by how sure they are, and each part has a vote. */
interface Opinions {
  readonly edges: readonly number[];
  /** One more than edges: the label that is mostly right there, and its share. */
  readonly votes: readonly Vote[];
}

/** A label on this scale. */
export interface ScaledLabel {
  /** What healthy labels about such questions and answers mostly were, and how surely. */
  readonly vote: Vote;
  /** The number of the label's class; one more than there are for a label that healthy sources never gave. */
  readonly label: number;
}

/** The scale, and the healthy labels on it: each by what the labels of other sources say of it. */
export interface FittedScale {
  readonly scale: LabelScale;
  readonly healthy: readonly (ScaledLabel & { readonly question: LabelledQuestion })[];
}

/**
 * Step by step, a forest each.
 * @returns why not, in words, where labels are no classes or there is nothing to judge them by
 */
export function* fittingScale(
  healthy: readonly LabelledQuestion[],
  space: Space | null,
): Generator<void, FittedScale | string> {
  const named = healthy.flatMap((question) => {
    const truth = truthOf(question);
    return truth === undefined ? [] : [{ question, truth }];
  });
  const classes = [...new Set(named.map(({ truth }) => truth))].sort();
  if (named.length < fewestLabels)
    return `${named.length} healthy labels about answered events, at least ${fewestLabels} are needed`;
  if (classes.length === 1) return 'every healthy label is the same';
  if (classes.length > mostClasses) return `${classes.length} different labels are numbers rather than classes`;
  const labels = named.map(({ truth }) => classes.indexOf(truth));
  const points = named.map(({ question }) => coordinatesOf(question, classes, space));
  const columns = Array.from(points[0]!, (_, k) => Float64Array.from(points, (point) => point[k]!));
  if (columns.every((column) => column.every((value) => value === column[0])))
    return 'the labelled events have neither features nor answers that differ';
  const names = [...new Set(named.map(({ question }) => question.label.source))].filter((name) => name !== '');
  const sources = named.map(({ question }) => names.indexOf(question.label.source));
  const said = yield* othersSaying(columns, labels, sources, classes.length, new Set());
  const all = labels.map((_, at) => at);
  const opinions = classes.map((_, says) => {
    const own = all.filter((at) => said[at]?.says === says);
    return opinionsOf(
      own.map((at) => ({ share: said[at]!.share, label: labels[at]! })),
      says,
      classes.length,
    );
  });
  const scale = { classes, space, trees: growTrees(columns, labels, classes.length, all, seed), opinions };
  return {
    scale,
    healthy: all.flatMap((at) => {
      const vote = said[at];
      if (vote === undefined) return [];
      return [{ question: named[at]!.question, vote: voteFor(vote, scale), label: labels[at]! }];
    }),
  };
}

/** @returns undefined of a label without a class, and of one about an event that failed */
export function scaled(scale: LabelScale, question: LabelledQuestion): ScaledLabel | undefined {
  const truth = truthOf(question);
  if (truth === undefined) return undefined;
  const { classes, trees, space } = scale;
  const point = coordinatesOf(question, classes, space);
  const says = asVote(sharesOf(trees, classes.length, (coordinate) => point[coordinate]!));
  const known = classes.indexOf(truth);
  return { vote: voteFor(says, scale), label: known < 0 ? classes.length : known };
}

function voteFor({ says, share }: Vote, { opinions }: Pick<LabelScale, 'opinions'>): Vote {
  const { edges, votes } = opinions[says]!;
  return votes[edges.filter((edge) => share >= edge).length]!;
}

function truthOf({ event, label }: LabelledQuestion): string | undefined {
  const outcome = outcomeOf(event, label);
  return outcome && truthClass(outcome);
}

/** The features' point; then the probability that the model gave to each class, and its score, all 0 where it gave none. */
function coordinatesOf(
  { event, label }: LabelledQuestion,
  classes: readonly string[],
  space: Space | null,
): Float64Array {
  const answer = outcomeOf(event, label);
  const point = space === null ? [] : pointOf(space, event);
  const given = classes.map((name) => probabilityOf(name, answer?.classes) ?? (answer?.label === name ? 1 : 0));
  return Float64Array.from([...point, ...given, answer?.score ?? 0]);
}

function opinionsOf(given: readonly { share: number; label: number }[], says: number, classCount: number): Opinions {
  if (given.length === 0) return { edges: [], votes: [{ says, share: 1 }] };
  const shares = given.map(({ share }) => share).sort((a, b) => a - b);
  const count = Math.max(1, Math.min(groups, Math.floor(given.length / fewestInGroup)));
  const quantiles = Array.from({ length: count - 1 }, (_, k) => shares[Math.floor(((k + 1) * shares.length) / count)]!);
  const edges = [...new Set(quantiles)].filter((edge) => edge > shares[0]!);
  const counts = Array.from({ length: edges.length + 1 }, () => new Float64Array(classCount));
  for (const { share, label } of given) counts[edges.filter((edge) => share >= edge).length]![label]!++;
  return { edges, votes: counts.map(majority) };
}

function majority(counts: Float64Array): Vote {
  const most = Math.max(...counts);
  return { says: counts.indexOf(most), share: most / counts.reduce((sum, count) => sum + count, 0) };
}
