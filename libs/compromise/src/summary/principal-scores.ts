import { judgedAt } from '../budget.js';
import type { Everybody } from '../principals/everybody.js';
import type { History } from '../principals/history.js';
import type { PrincipalTable } from '../principals/principal-table.js';
import type { JudgedLevel } from '../question.js';
import { logTail } from '../rates/critical-count.js';
import { fullWindows, rateAgainst, spreadOfOthers, type FullWindow } from '../rates/principal-rate.js';
import type { Signal } from '../signal.js';
import { dispersionAt, factorAt, healthyRate, type Watched } from '../watched.js';

/** Principals of a level that are shown. */
const most = 20;
/** So many are weighed beside what the others show, those that are farthest beyond the healthy rate first. */
const mostWeighed = 400;

/** How far beyond the null a principal's questions are, by the bit by which they are farthest. */
export interface PrincipalScore {
  readonly principal: string;
  /** −log10 of the chance of as many under the null, ≥ 0. Many principals, bits and windows are looked at: 3 is reached by chance. */
  readonly score: number;
  readonly bit: string;
  /** So many of its last questions of which the bit spoke, or of those of the signal that lasts. */
  readonly set: number;
  readonly window: number;
  /** The null's rate. */
  readonly rate: number;
  /** Bits of its signals that last. */
  readonly raised: readonly string[];
  /** Questions since it is known. */
  readonly questions: number;
  readonly last: { readonly offset: number; readonly time: number };
}

interface Found {
  readonly bit: number;
  readonly score: number;
  readonly set: number;
  readonly window: number;
  readonly rate: number;
}

interface Candidate {
  readonly principal: string;
  readonly history: History;
  readonly bit: number;
  readonly rate: number;
  /** Beside the healthy rate alone: hardly ever less than beside everything. */
  readonly atMost: number;
}

/** What the scores of one level are reckoned from. */
export interface Judged {
  readonly level: JudgedLevel;
  readonly watched: readonly Watched[];
  readonly table: PrincipalTable;
  readonly everybody: Everybody;
  /** Signals that have not ended, and the places of their bits. */
  readonly lasting: readonly { readonly signal: Signal; readonly bit: number }[];
}

/** The principals of one level whose questions are farthest beyond the null, at most twenty, the farthest first; those within it are left out. */
export function principalScores(judged: Judged): readonly PrincipalScore[] {
  const { level, watched, table, lasting } = judged;
  const found = new Map<string, Found>();
  const note = (principal: string, one: Found) => {
    if (one.score > (found.get(principal)?.score ?? 0)) found.set(principal, one);
  };
  const raised = new Map<string, readonly string[]>();
  for (const { signal, bit } of lasting) {
    const { principal } = signal;
    if (signal.level !== level || !table.all().has(principal)) continue;
    note(principal, ofSignal(signal, bit));
    raised.set(principal, [...(raised.get(principal) ?? []), signal.bit.name]);
  }
  for (const [weighed, candidate] of candidatesOf(judged).entries()) {
    const isSettled = [...found.values()].filter(({ score }) => score >= candidate.atMost).length >= most;
    if (weighed >= mostWeighed || isSettled) break;
    for (const one of weigh(candidate, judged)) note(candidate.principal, one);
  }
  return [...found]
    .sort((a, b) => b[1].score - a[1].score || (a[0] < b[0] ? -1 : 1))
    .slice(0, most)
    .map(([principal, { bit, ...one }]) => {
      const history = table.all().get(principal)!;
      const { name } = watched[bit]!.declaration;
      return {
        principal,
        bit: name,
        ...one,
        raised: raised.get(principal) ?? [],
        questions: history.questions,
        last: history.moment(0),
      };
    });
}

/** What a signal was raised for is not held against the principal any more: only the signal says how much it was. */
function ofSignal({ excess: { set, window, rate }, overdispersion }: Signal, bit: number): Found {
  return { bit, score: scoreOf(set, window, rate, overdispersion), set, window, rate };
}

/** Who set which bit too often beside the healthy rate, the farthest first. */
function candidatesOf({ level, watched, table }: Judged): readonly Candidate[] {
  const candidates = [...watched.entries()].flatMap(([bit, { calibration }]) => {
    if (!judgedAt(calibration, true).includes(level)) return [];
    const dispersion = dispersionAt(calibration, level);
    const known = new Map<string, number>();
    const score = ({ set, window }: FullWindow, rate: number) => {
      const key = `${set} ${window} ${rate}`;
      if (!known.has(key)) known.set(key, scoreOf(set, window, rate, factorAt(dispersion, window)));
      return known.get(key)!;
    };
    return [...table.all()].flatMap(([principal, history]) => {
      const rate = healthyRate(calibration, level, principal);
      const scores = [...fullWindows(history, bit, rate)].map((full) => score(full, rate));
      return scores.length === 0 ? [] : [{ principal, history, bit, rate, atMost: Math.max(...scores) }];
    });
  });
  return candidates.sort((a, b) => b.atMost - a.atMost || (a.principal < b.principal ? -1 : 1));
}

/** Beside what everybody shows, and how the others differ. */
function weigh({ history, bit, rate }: Candidate, { level, watched, table, everybody }: Judged): readonly Found[] {
  const dispersion = dispersionAt(watched[bit]!.calibration, level);
  const spread = spreadOfOthers(table, history, bit);
  return [...fullWindows(history, bit, rate)].flatMap(({ window, set, k }) => {
    const against = rateAgainst(history, k, bit, rate, everybody);
    if (set <= window * against) return [];
    const overdispersion = Math.max(factorAt(dispersion, window), 1 + (window - 1) * spread);
    return [{ bit, score: scoreOf(set, window, against, overdispersion), set, window, rate: against }];
  });
}

function scoreOf(set: number, window: number, rate: number, overdispersion: number): number {
  return -logTail(set, window, rate, overdispersion) / Math.LN10;
}
