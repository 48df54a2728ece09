import { useQuery } from '@tanstack/react-query';
import { call, queryString } from './call.js';
import type { SegmentPart } from './comparison.js';
import type { PsiPart } from './distribution.js';
import type { TestResult } from './verdicts.js';

/** A moment both as an event number (or offset) and as event time in epoch milliseconds. */
export interface Moment {
  readonly event: number;
  readonly time: number;
}

/** What a model answered, as far as it is shown. */
export interface Answer {
  readonly label?: string;
  readonly value?: number;
  readonly score?: number;
}

/** A verdict that passed the alarm budget; carries its evidence. */
export interface Finding {
  readonly id: string;
  readonly detector: string;
  readonly kind: string;
  readonly tier: 'alarm' | 'watch' | 'digest';
  readonly model: string;
  readonly model_version: string;
  readonly baseline: string;
  readonly subject: string;
  readonly role: string;
  readonly segment: string;
  readonly principals: readonly string[];
  readonly statistic: string;
  readonly value: number;
  readonly critical: number;
  readonly p_value: number;
  readonly n: number;
  readonly n_effective: number;
  readonly window: { readonly from: number; readonly to: number };
  readonly raised_at: Moment;
  readonly ended_at: Moment | null;
  readonly tick: number;
  readonly scale: number;
  readonly tests: readonly TestResult[];
  readonly evidence: {
    readonly current: readonly number[];
    readonly reference: readonly number[];
    readonly bins: readonly string[];
    readonly psi: number;
    readonly ks: number;
    readonly nulls: number;
    /** What it comes from; absent in findings made before it was kept. */
    readonly moved?: readonly PsiPart[];
    readonly segments?: readonly (SegmentPart & { readonly field: string })[];
    readonly features?: readonly { readonly subject: string; readonly psi: number; readonly psi_noise: number }[];
    /** Of findings about questions: at which level they were seen, some of them, and who asked most of them. */
    readonly questions?: {
      readonly level: string;
      /** Of a group: how many principals it has. */
      readonly members?: number;
      readonly examples: readonly {
        readonly event_id: string;
        readonly principal: string;
        /** The earlier one that it was set beside; '' where there is none. */
        readonly beside: string;
        /** Why it was set; '' or absent where the bit says it all. */
        readonly because?: string;
      }[];
      readonly most: readonly { readonly principal: string; readonly set: number }[];
      readonly linked: number;
      readonly flipped: number;
      /** What else speaks of one principal's questions: shown, and never judged. */
      readonly supporting?: {
        readonly questions: number;
        readonly reached: number;
        readonly of: number;
        readonly classes: number;
        readonly shapiro_wilk: number | null;
        readonly mmd: number;
        readonly healthy: {
          readonly principals: number;
          readonly shapiro_wilk: number | null;
          readonly mmd: number;
        } | null;
      };
    };
    /** Of golden questions: what was asked and answered, at most twenty. */
    readonly asked?: readonly {
      readonly question: string;
      readonly event_id: string;
      readonly asked_at: number;
      readonly features: Readonly<Record<string, unknown>>;
      readonly prompt: string;
      readonly before: Answer;
      readonly now: Answer;
    }[];
    /** Ids of what such a finding is a sign of. */
    readonly techniques?: {
      readonly atlas: readonly string[];
      readonly owasp: readonly string[];
      readonly nist: readonly string[];
    };
  };
  readonly words: string;
}

/** Whether the bins of a finding have an order: only then is one of these among its tests. */
export function isOrdered(finding: Finding): boolean {
  return finding.tests.some(({ statistic }) => /^(ks|v\d|shift|below|above)$/.test(statistic));
}

/** The newest findings about one subject of a model, in any segment. */
export function useFindings(model: string, subject: string, limit: number) {
  return useQuery({
    queryKey: ['model', model, 'findings', { subject, limit }],
    queryFn: ({ signal }) =>
      call<{ findings: readonly Finding[] }>(
        'GET',
        `/findings${queryString({ model, subject, limit })}`,
        undefined,
        signal,
      ),
    select: ({ findings }) => findings,
    refetchInterval: 30_000,
  });
}
