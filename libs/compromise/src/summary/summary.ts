import type { Episodes } from '../episodes.js';
import type { Exposure } from '../exposure/exposure.js';
import type { ExposureBook } from '../exposure/exposure-book.js';
import type { Everybody } from '../principals/everybody.js';
import type { PrincipalTable } from '../principals/principal-table.js';
import type { JudgedLevel } from '../question.js';
import { pooledWindows } from '../rates/measure-dispersion.js';
import type { Moment } from '../rates/pooled-rate.js';
import type { Watched } from '../watched.js';
import type { Coverage, Neighbourhoods } from './coverage.js';
import type { LatestLinks, LinkGraph } from './latest-links.js';
import { principalScores, type PrincipalScore } from './principal-scores.js';

/** What is to be seen of who asks what, at a moment: plain JSON of bounded size. */
export interface Summary {
  /** Questions that were watched, and the last of them; null before the first. */
  readonly questions: number;
  readonly last: Moment | null;
  readonly bits: readonly BitRates[];
  readonly levels: readonly LevelSummary[];
  readonly exposures: readonly Exposure[];
  /** Of those who stand out or asked the most different questions, at most twenty of a level; null where novelty is not watched. */
  readonly coverage: readonly Coverage[] | null;
  readonly links: LinkGraph;
  /** Questions that were asked again, over time; null where it is not watched whether they get the same answer. */
  readonly repeats: Repeats | null;
}

/** How often one kind of bit is set: in the last 3,200 questions or somewhat fewer, and in healthy traffic. */
export interface BitRates {
  readonly bit: string;
  readonly recent: Counts;
  readonly healthy: Counts;
  /** The null's rate: the upper bound of the healthy one, and a tolerance. */
  readonly null_rate: number;
}

/** So many bits were set, of n that spoke. */
interface Counts {
  readonly set: number;
  readonly n: number;
}

export interface LevelSummary {
  readonly level: JudgedLevel;
  /** Principals that are remembered, and those that were let go because more asked than can be. */
  readonly known: number;
  readonly dropped: number;
  /** Those farthest beyond the null, at most twenty, the farthest first. */
  readonly principals: readonly PrincipalScore[];
}

export interface Repeats {
  readonly repeats: number;
  readonly conflicts: number;
  /** Stretches of one length over the last million questions, at most sixty, the latest last. */
  readonly over_time: readonly {
    readonly first: Moment;
    readonly questions: number;
    readonly repeats: number;
    readonly conflicts: number;
  }[];
}

/** What a summary is made of. */
interface Parts {
  readonly watched: readonly Watched[];
  readonly everybody: Everybody;
  readonly tables: ReadonlyMap<JudgedLevel, PrincipalTable>;
  readonly episodes: Episodes;
  readonly exposure: ExposureBook;
  readonly links: LatestLinks;
  readonly neighbourhoods: Neighbourhoods | undefined;
}

const mostStretches = 60;

/** Changes nothing. Its cost grows with what is remembered. */
export function summaryOf(parts: Parts): Omit<Summary, 'exposures'> {
  const { everybody, links } = parts;
  const levels = levelsOf(parts);
  return {
    questions: everybody.questions,
    last: everybody.last ?? null,
    bits: bitsOf(parts),
    levels,
    coverage: coverageOf(parts, levels),
    links: links.graph(),
    repeats: repeatsOf(parts),
  };
}

function bitsOf({ watched, everybody }: Parts): readonly BitRates[] {
  const recent = everybody.since(Math.max(0, everybody.questions - pooledWindows.at(-1)!));
  return watched.map(({ declaration: { name }, calibration: { rate } }, bit) => ({
    bit: name,
    recent: { set: recent.set[bit]!, n: recent.spoke[bit]! },
    healthy: { set: rate.set, n: rate.n },
    null_rate: rate.pooled,
  }));
}

function levelsOf({ watched, everybody, tables, episodes }: Parts): readonly LevelSummary[] {
  const lasting = episodes.lasting();
  return [...tables].map(([level, table]) => ({
    level,
    known: table.size,
    dropped: table.dropped,
    principals: principalScores({ level, watched, table, everybody, lasting }),
  }));
}

function coverageOf(
  { exposure, neighbourhoods }: Parts,
  summaries: readonly LevelSummary[],
): readonly Coverage[] | null {
  if (neighbourhoods === undefined) return null;
  return summaries.flatMap(({ level, principals }) =>
    exposure
      .mostTold(
        level,
        principals.map(({ principal }) => principal),
      )
      .map(([principal, answers]) => neighbourhoods.coverageOf(level, principal, answers)),
  );
}

function repeatsOf({ watched, everybody }: Parts): Repeats | null {
  const bit = watched.findIndex(({ declaration: { name } }) => name === 'conflict');
  if (bit < 0) return null;
  const all = everybody.sum(bit);
  return {
    repeats: all.spoke,
    conflicts: all.set,
    over_time: everybody.stretches(mostStretches).map(({ first, questions, spoke, set }) => ({
      first,
      questions,
      repeats: spoke[bit]!,
      conflicts: set[bit]!,
    })),
  };
}
