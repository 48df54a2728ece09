/** False alarms that one run may cost: one in a hundred runs. */
export const defaultAlarmsPerRun = 0.01;

/** How it is divided: rises of the loss and of the gradient norm, label mixes within a run and between runs, and jumps between runs. */
const parts = { spike: 0.2, surge: 0.2, within: 0.2, between: 0.2, jump: 0.2 };

export type BudgetPart = keyof typeof parts;

/** Looks at the beginning of a run that share one portion of the budget. */
const firstBlock = 128;

/**
 * The level of the k-th look (from 0) at a run of unknown length: looks 0 to 127 share 6/π² of the part, the next 256 a quarter of that, the next 512 a
 * ninth, and so on, so that all looks together never cost more than the part.
 * @param tests how many tests share each look
 */
export function lookAlpha(alarmsPerRun: number, part: BudgetPart, look: number, tests: number): number {
  const block = Math.floor(Math.log2(look / firstBlock + 1));
  const portion = 6 / (Math.PI * (block + 1)) ** 2;
  return (alarmsPerRun * parts[part] * portion) / (firstBlock * 2 ** block) / tests;
}

/** The level at the end of the k-th stretch (from 0) of a run, when there are so many tests beside each other. */
export function stretchAlpha(alarmsPerRun: number, part: BudgetPart, stretch: number, tests: number): number {
  return (alarmsPerRun * parts[part] * 6) / (Math.PI * (stretch + 1)) ** 2 / tests;
}
