import { describeRules, flaggedFrom, longestText } from '@anchorwatch/compromise';
import type { Tally } from './inspect-texts.js';

/** How the texts of a file came out, for people: how many were flagged, and the rules by how often they fired. */
export function tallyText({ texts, flagged, cut, rules }: Tally): string {
  const means = new Map(describeRules().map(({ id, means }) => [id, means]));
  const byCount = [...rules].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const width = Math.max(0, ...byCount.map(([id]) => id.length));
  return [
    `${flagged} of ${texts} ${texts === 1 ? 'text' : 'texts'} flagged (score ${flaggedFrom} or more).`,
    ...(cut === 0 ? [] : [`${cut} longer than ${longestText} characters: the middle was not looked at.`]),
    ...(byCount.length === 0 ? [] : ['', 'Rules, by the texts in which they fired:']),
    ...byCount.map(([id, count]) => `${String(count).padStart(6)}  ${id.padEnd(width)}  ${means.get(id) ?? ''}`),
  ].join('\n');
}
