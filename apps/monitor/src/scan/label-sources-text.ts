import type { LabelSource } from './feedback.js';

const SHOWN = 20;

/** Who labels, for a terminal: suspected sources first, then those with the most labels. */
export function labelSourceLines(sources: readonly LabelSource[]): string[] {
  if (sources.length === 0) return [];
  const sorted = [...sources].sort((a, b) => Number(b.suspected) - Number(a.suspected) || b.labels - a.labels);
  const more = sorted.length - SHOWN;
  return [
    'Sources of labels:',
    ...sorted.slice(0, SHOWN).map((each) => {
      const { source, labels, disagreements, expected, suspected, smallest_flip_rate_found: smallest } = each;
      const power =
        smallest === null
          ? 'no share of flips would surely be found'
          : `${(100 * smallest).toFixed(1)} % flipped would be found nine times in ten`;
      return `${suspected ? '!' : ' '} ${source}: ${labels} labels, of the latest ${each.judged} ${disagreements} disagree, expected ${expected}; ${power}`;
    }),
    ...(more > 0 ? [`  and ${more} more (--json lists all)`] : []),
    '',
  ];
}
