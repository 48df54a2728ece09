import type { Summary } from './summary.js';

/** So many principals of a level are followed over time, by how much of what is ordinary they have asked about, and by exposure. */
const mostFollowed = 5;

/** What is left of a summary where many are drawn over time. */
export interface SummaryPoint {
  readonly bits: readonly { readonly bit: string; readonly set: number; readonly n: number }[];
  readonly levels: readonly {
    readonly level: string;
    readonly known: number;
    readonly dropped: number;
    /** Of the principal farthest beyond the null; 0 where nobody is beyond it. */
    readonly score: number;
  }[];
  /** Shares of the reference questions that were reached: of each level the five largest, the largest first. */
  readonly coverage: readonly Followed[];
  /** Shares of other people's answers that a copy would give: of each level the five largest. */
  readonly exposures: readonly Followed[];
}

interface Followed {
  readonly level: string;
  readonly principal: string;
  readonly share: number;
}

/** What is drawn of a summary over time. */
export function pointOf({ bits, levels, coverage, exposures }: Summary): SummaryPoint {
  return {
    bits: bits.map(({ bit, recent: { set, n } }) => ({ bit, set, n })),
    levels: levels.map(({ level, known, dropped, principals }) => ({
      level,
      known,
      dropped,
      score: principals[0]?.score ?? 0,
    })),
    coverage: largest(coverage?.map(({ reached, of, ...rest }) => ({ ...rest, share: reached / of })) ?? []),
    exposures: largest(exposures.map(({ fidelity, ...rest }) => ({ ...rest, share: fidelity }))),
  };
}

function largest(all: readonly Followed[]): readonly Followed[] {
  return [...new Set(all.map(({ level }) => level))].flatMap((level) =>
    all
      .filter((one) => one.level === level)
      .sort((a, b) => b.share - a.share || (a.principal < b.principal ? -1 : 1))
      .slice(0, mostFollowed)
      .map(({ principal, share }) => ({ level, principal, share })),
  );
}
