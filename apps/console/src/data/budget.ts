import { useQuery } from '@tanstack/react-query';
import { call } from './call.js';

/** One model's part of the alarm budget, what it has cost, and what people said of its alarms. */
export interface BudgetLine {
  readonly model: string;
  /** Of the installation's budget, 0 to 1. */
  readonly share: number;
  /** False alarms that the stretch may have cost. */
  readonly allowed: number;
  /** The sum of the shares of the tests that were made: how many were to be expected at most. */
  readonly spent: number;
  readonly tests: number;
  readonly alarms: number;
  readonly watches: number;
  readonly digests: number;
  readonly incidents: number;
  readonly judged: {
    readonly true: number;
    readonly false_alarm: number;
    readonly near_miss: number;
    readonly open: number;
  };
}

export interface Budget {
  readonly from: number;
  readonly to: number;
  readonly weeks: number;
  readonly alarms_per_week: number;
  readonly allowed: number;
  readonly spent: number;
  readonly tests: number;
  readonly alarms: number;
  readonly judged_false: number;
  readonly models: readonly BudgetLine[];
}

/** The alarm budget of the four weeks before the newest event. */
export function useBudget() {
  return useQuery({
    queryKey: ['budget'],
    queryFn: ({ signal }) => call<Budget>('GET', '/budget', undefined, signal),
    refetchInterval: 60_000,
  });
}
