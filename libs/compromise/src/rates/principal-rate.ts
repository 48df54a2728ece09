import type { Everybody } from '../principals/everybody.js';
import { longestHistory, type History } from '../principals/history.js';
import type { PrincipalTable } from '../principals/principal-table.js';
import type { CriticalCounts } from './critical-count.js';
import { principalWindows } from './measure-dispersion.js';
import type { Excess } from './pooled-rate.js';

/** The others are looked at over at least this many of everybody's questions. */
const atLeast = 500;
/** Fewer answers of others say nothing about what everybody shows: half may be set then. */
const enoughOthers = 100;
/** Everybody's questions that tell how principals differ at present; fewer of one principal, or fewer principals, tell nothing. */
const recently = 2_000;
const enoughOwn = 10;
const enoughPrincipals = 3;
/** By how much the odds of one principal may exceed those of the others when everybody is moved. */
const mostWidened = 10;
/** Fewer set bits accuse nobody. */
const fewest = 3;
/** Of questions asked in a row, with hardly anybody's between, fewer show where the stream is at that moment and not who asks. */
const fewestInARow = 50;

/** One principal's questions, newest last, and what they are held against. */
export interface Suspect {
  readonly history: History;
  readonly bit: number;
  /** The null's for this principal. */
  readonly rate: number;
  readonly critical: CriticalCounts;
  /** Whether the bit is set by where questions lie, which the stream moves too: a batch of its rows may lie in one unusual stretch. */
  readonly isOfPlace: boolean;
}

/**
 * Whether one principal's last questions set a bit too often: more than healthy principals do, more than everybody else does over the same stretch
 * of time, and more than the spread of the others at that time explains. Drift moves all, a campaign moves its own.
 */
export function principalExcess(suspect: Suspect, everybody: Everybody, table: PrincipalTable): Excess | undefined {
  const { history, bit, rate, critical, isOfPlace } = suspect;
  for (const { window, set, k } of fullWindows(history, bit, rate)) {
    if (set < critical.at(window, rate)) continue;
    if (isOfPlace && window < fewestInARow && isInARow(history, k)) continue;
    const against = rateAgainst(history, k, bit, rate, everybody);
    if (set < critical.at(window, against)) continue;
    const needed = critical.at(window, against, spreadOfOthers(table, history, bit));
    if (set >= needed)
      return { window, set, critical: needed, rate: against, first: history.moment(k), last: history.moment(0) };
  }
  return undefined;
}

/** Whether more than half of everybody's questions since the k-th last are the principal's: there is nobody to hold it against. */
function isInARow(history: History, k: number): boolean {
  return 2 * (k + 1) > history.number(0) - history.number(k) + 1;
}

/** A window of a principal's last questions of which a bit spoke, and its oldest question. */
export interface FullWindow {
  readonly window: number;
  readonly set: number;
  readonly k: number;
}

/** The windows that are full and in which the bit was set more often than its rate, and thrice at least: the shortest first. */
export function* fullWindows(history: History, bit: number, rate: number): Iterable<FullWindow> {
  let [n, set] = [0, 0];
  let next = 0;
  for (let k = 0; k < history.size && next < principalWindows.length; k++) {
    if (!history.spoke(k, bit)) continue;
    n++;
    if (history.set(k, bit)) set++;
    const window = principalWindows[next]!;
    if (n < window) continue;
    next++;
    if (set >= fewest && set > window * rate) yield { window, set, k };
  }
}

/** The larger of the null's rate and what the others showed since the k-th last question. */
export function rateAgainst(history: History, k: number, bit: number, rate: number, everybody: Everybody): number {
  return Math.max(rate, widened(rateOfOthers(history, k, bit, everybody), rate));
}

/**
 * Where everybody shows more than healthy principals do, those who prefer a corner are moved more than the rest by the same drift: by as much as the others' rate
 * is larger than the healthy one, their odds may be larger than the others', at most tenfold.
 */
function widened(others: number, rate: number): number {
  const factor = Math.max(1, Math.min(mostWidened, others / rate));
  return (factor * others) / (1 + (factor - 1) * others);
}

/** With two standard errors on top; 0.5 when there are too few of them. */
function rateOfOthers(history: History, k: number, bit: number, everybody: Everybody): number {
  const asked = Math.min(history.number(0) - atLeast, history.number(k));
  // What is no longer remembered of the principal would be taken for somebody else's.
  const own = history.size === longestHistory ? Math.max(asked, history.number(history.size - 1)) : asked;
  const all = everybody.since(Math.max(0, own));
  const mine = history.since(all.from, bit);
  const spoke = all.spoke[bit]! - mine.spoke;
  const set = all.set[bit]! - mine.set;
  if (spoke <= enoughOthers) return 0.5;
  return Math.min(0.98, set / spoke + 0.0005 + (2 * Math.sqrt(set + 1)) / spoke);
}

/**
 * How much alike the bits of one principal are at present: the correlation that the spread between the others' shares in the last 2,000 questions of
 * everybody shows, by moments, with two standard errors on top; 0 when fewer than three others asked enough.
 */
export function spreadOfOthers(table: PrincipalTable, suspect: History, bit: number): number {
  const since = suspect.number(0) - recently;
  const others: { spoke: number; set: number }[] = [];
  for (const history of table.active(since)) {
    if (history === suspect) continue;
    const own = history.since(since, bit);
    if (own.spoke >= enoughOwn) others.push(own);
  }
  if (others.length < enoughPrincipals) return 0;
  const spoke = others.reduce((sum, own) => sum + own.spoke, 0);
  const rate = (others.reduce((sum, own) => sum + own.set, 0) + 1) / (spoke + 2);
  const excess = others.reduce(
    (sum, own) => sum + (own.set - own.spoke * rate) ** 2 / (own.spoke * rate * (1 - rate)) - 1,
    0,
  );
  return Math.max(0, (excess / (spoke - others.length)) * (1 + 2 * Math.sqrt(2 / others.length)));
}
