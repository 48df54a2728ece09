import type { InjectionResult, SelfTestReport } from '@anchorwatch/detection';

/** Whether the watch kept what it promises: no more false alarms than chance gives within the budget, and no injection missed. */
export function isKept({ control, injections }: SelfTestReport): boolean {
  return control.alarms <= mostByChance(control.allowed) && injections.every(({ found }) => found);
}

/** A self-test for a terminal. */
export function selfTestText({ model, baseline, seed, control, recent, injections }: SelfTestReport): string {
  return [
    `self-test of ${model}, baseline ${baseline.slice(0, 12)}, seed ${seed}`,
    '',
    `Nothing done: ${control.resamples} times the healthy traffic drawn anew, ${count(control.ticks)} ticks`,
    `  ${count(control.alarms)} false alarms; the budget allows ${control.allowed.toPrecision(2)}` +
      (control.alarms > mostByChance(control.allowed) ? ': MORE than it promises' : ''),
    ...(recent === undefined ? [] : changesText(recent, injections)),
  ].join('\n');
}

function changesText(
  recent: NonNullable<SelfTestReport['recent']>,
  injections: readonly InjectionResult[],
): readonly string[] {
  const found = injections.filter((one) => one.found).length;
  return [
    `Recent traffic as it is: ${count(recent.events)} events, ${count(recent.alarms)} alarms`,
    '',
    `Known changes from the middle of it on: ${found} of ${injections.length} found`,
    ...injections.map(line),
  ];
}

function line({ name, found, delay_events, expected_events, words }: InjectionResult): string {
  const expected = expected_events === null ? '' : `, expected by ${count(expected_events)}`;
  if (!found) return `  MISSED  ${name}${expected}`;
  return `  found   ${name}: after ${count(delay_events!)} events${expected}: ${words}`;
}

/** The most that a Poisson number with this mean exceeds once in a hundred times. */
function mostByChance(mean: number): number {
  if (mean > 100) return Math.ceil(mean + 2.33 * Math.sqrt(mean));
  let [most, term] = [0, Math.exp(-mean)];
  for (let sum = term; sum < 0.99; sum += term) {
    most++;
    term *= mean / most;
  }
  return most;
}

function count(n: number): string {
  return n.toLocaleString('en-GB');
}
