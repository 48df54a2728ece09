import type { Exposure } from '@anchorwatch/compromise';

const shown = 5;

/** Who has been told most of the model, for a terminal; nothing where nobody is named. */
export function exposureLines(exposures: readonly Exposure[]): readonly string[] {
  if (exposures.length === 0) return [];
  const lines = exposures
    .slice(0, shown)
    .map(({ level, principal, questions, fidelity, low, high, without, within }) => {
      const about = within > 0 ? ` to within ${Number(within.toPrecision(3))}` : '';
      const interval = `${percent(low)} to ${percent(high)}`;
      return `  ${level} ${principal} could reproduce ${percent(fidelity)} % of the model's answers${about} (${interval}; ${percent(without)} % without asking), from ${questions} different questions`;
    });
  const more = exposures.length > shown ? [`  and ${exposures.length - shown} more (--json lists all)`] : [];
  return ['Exposure:', ...lines, ...more, ''];
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}
