import type { WatchUse } from '@anchorwatch/compromise';
import type { BudgetUse } from '@anchorwatch/detection';
import type { IncidentRecord } from '@anchorwatch/incidents';
import { alarmShare } from '../roles/alarm-share.js';
import type { ModelState } from '../roles/ledger-view.js';

const WEEK_MS = 7 * 86_400_000;

/** One model's part of the budget, what it has cost, and what people said of its alarms. */
export interface BudgetLine extends BudgetUse {
  /** Its share of the installation's budget at the end of the stretch, 0 to 1. */
  readonly share: number;
  /** False alarms that the stretch may have cost. */
  readonly allowed: number;
  readonly incidents: number;
  /** Of `spent` what reading questions for compromise cost, and how many were read of how many. */
  readonly compromise: Omit<WatchUse, 'model'>;
  /** Of `spent` what reading labels for poison cost, and how many were read of how many. */
  readonly feedback: { readonly labels: number; readonly read: number; readonly spent: number };
  /** Alarms in incidents by what people found: `open` ones nobody has judged. */
  readonly judged: {
    readonly true: number;
    readonly false_alarm: number;
    readonly near_miss: number;
    readonly open: number;
  };
}

/**
 * The alarm budget of a stretch of event time: allowed, spent, raised and later judged false by people.
 *
 * Pure. A model without a baseline in force has no share. Findings are counted where they were raised.
 *
 * @param used   of each model by its verdicts and findings, from the store; `watched` the same by its questions and labels
 * @param to     end of the stretch, event time in milliseconds; shares are those of this moment
 */
export function budgetReport(
  states: readonly ModelState[],
  used: readonly BudgetUse[],
  watched: { readonly questions: readonly WatchUse[]; readonly labels: readonly WatchUse[] },
  { from, to, alarms_per_week }: { readonly from: number; readonly to: number; readonly alarms_per_week: number },
) {
  const registered = states.flatMap(({ register }) => register ?? []);
  const weeks = (to - from) / WEEK_MS;
  const names = [
    ...new Set([...registered, ...used, ...watched.questions, ...watched.labels].map(({ model }) => model)),
  ].sort();
  const models = names.map((model): BudgetLine => {
    const inForce = registered.find((one) => one.model === model)?.promotions.some((one) => one.effective_from < to);
    const share = inForce ? alarmShare(registered, { model, tick: { kind: 'time', ms: 1 } }, to).share : 0;
    const use = used.find((one) => one.model === model) ?? none(model);
    const compromise = useOf(watched.questions, model);
    const { questions: labels, scored: read, spent } = useOf(watched.labels, model);
    const incidents = [...(states.find((state) => state.model === model)?.incidents.values() ?? [])].filter(
      ({ opened_at }) => opened_at >= from && opened_at < to,
    );
    return {
      ...use,
      spent: use.spent + compromise.spent + spent,
      share,
      allowed: share * weeks * alarms_per_week,
      incidents: incidents.length,
      compromise,
      feedback: { labels, read, spent },
      judged: judgedOf(incidents),
    };
  });
  const sum = (of: (line: BudgetLine) => number) => models.reduce((total, line) => total + of(line), 0);
  return {
    from,
    to,
    weeks,
    alarms_per_week,
    allowed: weeks * alarms_per_week,
    spent: sum(({ spent }) => spent),
    tests: sum(({ tests }) => tests),
    alarms: sum(({ alarms }) => alarms),
    judged_false: sum(({ judged }) => judged.false_alarm),
    models,
  };
}

function useOf(watched: readonly WatchUse[], of: string): Omit<WatchUse, 'model'> {
  const { questions = 0, scored = 0, spent = 0 } = watched.find(({ model }) => model === of) ?? {};
  return { questions, scored, spent };
}

function none(model: string): BudgetUse {
  return { model, tests: 0, spent: 0, alarms: 0, watches: 0, digests: 0 };
}

function judgedOf(incidents: readonly IncidentRecord[]): BudgetLine['judged'] {
  const alarms = (verdict: string | undefined) =>
    incidents
      .filter(({ resolution }) => resolution?.verdict === verdict)
      .reduce((count, { evidence }) => count + evidence.filter(({ tier }) => tier === 'alarm').length, 0);
  return {
    true: alarms('true'),
    false_alarm: alarms('false alarm'),
    near_miss: alarms('near miss'),
    open: alarms(undefined),
  };
}
