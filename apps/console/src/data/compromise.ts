import { useQuery } from '@tanstack/react-query';
import { call, queryString } from './call.js';
import type { Finding } from './findings.js';

/** How far a principal's questions are beyond what is ordinary, by the bit by which they are farthest. */
export interface PrincipalScore {
  readonly principal: string;
  /** −log10 of the chance of as many, were nothing the matter; 3 is reached by chance. */
  readonly score: number;
  readonly bit: string;
  /** So many of its last `window` questions set the bit. */
  readonly set: number;
  readonly window: number;
  /** The share that would be ordinary. */
  readonly rate: number;
  /** Bits of its signals that last. */
  readonly raised: readonly string[];
  readonly questions: number;
  readonly last: { readonly offset: number; readonly time: number };
}

/** How much of a model one principal could reproduce from its own questions and answers. */
export interface Exposure {
  readonly level: string;
  readonly principal: string;
  readonly questions: number;
  readonly fidelity: number;
  readonly low: number;
  readonly high: number;
  /** What always giving the most frequent answer would reach; of numbers, the median. */
  readonly without: number;
  /** Of a model that answers with numbers: how far off the same answer may be; else 0. */
  readonly within: number;
  readonly tried: number;
}

/** How much of what a model is ordinarily asked somebody has asked about. */
export interface Coverage {
  readonly level: string;
  readonly principal: string;
  readonly questions: number;
  readonly reached: number;
  readonly of: number;
  readonly classes: number;
}

export interface BitRates {
  readonly bit: string;
  readonly recent: { readonly set: number; readonly n: number };
  readonly healthy: { readonly set: number; readonly n: number };
  /** The largest rate that counts as ordinary. */
  readonly null_rate: number;
}

export interface LevelSummary {
  readonly level: string;
  /** Principals that are remembered, and those that were let go because more asked than can be. */
  readonly known: number;
  readonly dropped: number;
  readonly principals: readonly PrincipalScore[];
}

/** Questions and what links them; every edge leads from the earlier to the later one. */
export interface LinkGraph {
  readonly nodes: readonly { readonly event_id: string; readonly principal: string; readonly flipped: boolean }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly bits: readonly string[] }[];
}

export interface RepeatStretch {
  readonly first: { readonly time: number };
  readonly questions: number;
  readonly repeats: number;
  readonly conflicts: number;
}

export interface WatchSummary {
  readonly bits: readonly BitRates[];
  readonly levels: readonly LevelSummary[];
  readonly exposures: readonly Exposure[];
  /** null where novelty is not watched. */
  readonly coverage: readonly Coverage[] | null;
  readonly links: LinkGraph;
  /** null where it is not watched whether the same question gets the same answer. */
  readonly repeats: {
    readonly repeats: number;
    readonly conflicts: number;
    readonly over_time: readonly RepeatStretch[];
  } | null;
}

interface Followed {
  readonly level: string;
  readonly principal: string;
  readonly share: number;
}

/** Where the watch stood at the end of one hour of event time. */
export interface WatchPoint {
  readonly hour: number;
  /** The last question. */
  readonly at: number;
  readonly questions: number;
  readonly scored: number;
  readonly bits: readonly { readonly bit: string; readonly set: number; readonly n: number }[];
  readonly levels: readonly {
    readonly level: string;
    readonly known: number;
    readonly dropped: number;
    readonly score: number;
  }[];
  readonly coverage: readonly Followed[];
  readonly exposures: readonly Followed[];
}

export interface PromotedBaseline {
  readonly digest: string;
  readonly model_version: string;
  readonly effective_from: number;
  readonly in_force: boolean;
}

/** Who asks what of a model, by one of its baselines. */
export interface Compromise {
  readonly baselines: readonly PromotedBaseline[];
  readonly baseline: string | null;
  /** Why nothing was watched; '' where something was. */
  readonly not_watched: string;
  readonly latest: {
    readonly hour: number;
    readonly at: number;
    readonly questions: number;
    readonly scored: number;
    readonly summary: WatchSummary;
  } | null;
  /** The newest first. */
  readonly over_time: readonly WatchPoint[];
  readonly blind: readonly { readonly detector: string; readonly reason: string }[];
  readonly findings: { readonly lasting: readonly Finding[]; readonly ended: readonly Finding[] };
}

/** What is looked at: of which baseline (the newest in force when none is named), and as it stood at the end of which hour (now when no time is named). */
export interface CompromiseChoice {
  readonly baseline?: string;
  readonly at?: number;
}

/** Who asks what of a model. */
export function useCompromise(model: string, choice: CompromiseChoice) {
  return useQuery({
    queryKey: ['model', model, 'compromise', choice],
    queryFn: ({ signal }) =>
      call<Compromise>(
        'GET',
        `/models/${encodeURIComponent(model)}/compromise${queryString({ ...choice })}`,
        undefined,
        signal,
      ),
    placeholderData: (previous) => previous,
    refetchInterval: 30_000,
  });
}
