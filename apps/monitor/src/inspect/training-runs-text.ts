import type { JudgedRun, TrainingRunsReport } from '@anchorwatch/compromise';

/** A report on the training runs of one model, for people. */
export function trainingRunsText({ model, runs, findings, blind, alarms_per_run }: TrainingRunsReport): string {
  const alarms = findings.filter(({ tier }) => tier === 'alarm').length;
  return [
    `${model}: ${count(runs.length, 'run')}, ${count(alarms, 'alarm')} (${alarms_per_run} false ones a run are allowed)`,
    ...runs.flatMap(runLines),
    ...findings.map(({ tier, subject, words }) => `  ${tier} ${subject}: ${words}`),
    ...blind.map(({ detector, reason }) => `  blind ${detector}: ${reason}`),
  ].join('\n');
}

function runLines({ run_id, reports, last_step, from, compared, explained, findings }: JudgedRun): string[] {
  const found = findings.length === 0 ? 'nothing found' : count(findings.length, 'finding');
  const beside = `compared with ${count(compared, 'earlier run')}`;
  return [
    `  ${run_id}, ${new Date(from).toISOString()}: ${count(reports, 'report')} up to step ${last_step}, ${beside}, ${found}`,
    ...explained.map((words) => `    explained: ${words}`),
  ];
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
