import { useQuery } from '@tanstack/react-query';
import { call, queryString } from './call.js';
import type { Answer } from './findings.js';

/** One time that a golden question was asked again. Times are the wall clock, milliseconds. */
export interface Asking {
  readonly question: string;
  readonly round: number;
  readonly turn: number;
  readonly asked_at: number;
  readonly model_version: string;
  readonly answer: Answer;
  /** '' when it was answered. */
  readonly failure: string;
  readonly reason: string;
  /** How the answer differs from that of before; null where answers are not compared one by one. */
  readonly difference: 'same' | 'label' | 'score' | 'none' | null;
}

/** What kind of answers a version gives, as asking the same again at once shows. */
export type Determinism =
  | { readonly kind: 'measuring'; readonly pairs: number }
  | { readonly kind: 'answer'; readonly pairs: number; readonly tolerance: number }
  | { readonly kind: 'law'; readonly pairs: number }
  | { readonly kind: 'blind'; readonly reason: string };

export interface AskingState {
  /** null where nobody asks this model again. */
  readonly probe: { readonly protocol: string; readonly every_ms: number; readonly questions: number } | null;
  readonly baselines: readonly {
    readonly baseline: string;
    readonly golden: number;
    /** Golden questions that were asked at least once. */
    readonly asked: number;
    readonly rounds: number;
    readonly versions: readonly {
      readonly model_version: string;
      readonly determinism: Determinism;
      readonly conflicting: readonly string[];
    }[];
  }[];
}

/** Up to how many askings one chart is drawn from. */
const askingLimit = 2_000;

/** Whether and how a model is asked again. */
export function useAskingState(model: string) {
  return useQuery({
    queryKey: ['model', model, 'askings', 'state'],
    queryFn: ({ signal }) =>
      call<AskingState>('GET', `/models/${encodeURIComponent(model)}/askings/state`, undefined, signal),
    refetchInterval: 30_000,
  });
}

/** The newest askings of a baseline's golden questions, the newest first. */
export function useAskings(model: string, baseline: string) {
  return useQuery({
    queryKey: ['model', model, 'askings', { baseline }],
    queryFn: ({ signal }) =>
      call<{ askings: readonly Asking[] }>(
        'GET',
        `/models/${encodeURIComponent(model)}/askings${queryString({ baseline, limit: askingLimit })}`,
        undefined,
        signal,
      ),
    select: ({ askings }) => askings,
    refetchInterval: 30_000,
  });
}
