/** What watching a model has cost of the alarm budget in a stretch of event time, as it was recorded. */
export interface BudgetUse {
  readonly model: string;
  /** Tests that gave a result: all statistics of all windows, alarm or not. */
  readonly tests: number;
  /** What all tests of these windows cost of the budget: how many false alarms were to be expected at most. */
  readonly spent: number;
  /** Episodes raised, by tier. */
  readonly alarms: number;
  readonly watches: number;
  readonly digests: number;
}
