import type { Finding } from '@anchorwatch/detection';
import { percent, significant } from './numbers.js';

/** Findings, bins, segments and features that are named. */
const most = { findings: 3, bins: 3, segments: 2, features: 3 };

const tiers: readonly Finding['tier'][] = ['alarm', 'watch', 'digest'];

/**
 * What moved most in the strongest findings of an incident, a line each:
 * `amount: >= 3 is 40 % instead of 10 % (0.21 of PSI 0.35); country=DE has 0.2 of it`. Empty where nothing has bins.
 */
export function whatMoved(findings: readonly Finding[]): string {
  return [...findings]
    .sort((one, other) => tiers.indexOf(one.tier) - tiers.indexOf(other.tier) || one.p_value - other.p_value)
    .map(line)
    .filter((text) => text !== '')
    .slice(0, most.findings)
    .join('\n');
}

function line({ subject, segment, evidence }: Finding): string {
  const { moved = [], segments = [], features = [], psi } = evidence;
  const bins = moved
    .slice(0, most.bins)
    .map(({ bin, before, now, psi: part }, at) => {
      const of = at === 0 ? ` of PSI ${significant(psi)}` : '';
      return `${bin} is ${percent(now)} instead of ${percent(before)} (${significant(part)}${of})`;
    })
    .join(', ');
  const parts = segments
    .slice(0, most.segments)
    .map(
      ({ field, segment: name, within, mix }) =>
        `${name || `any other ${field}`} has ${significant(within + mix)} of it`,
    );
  const inputs = features.slice(0, most.features).map((one) => `${one.subject} (PSI ${significant(one.psi)})`);
  const said = [
    bins,
    parts.join(', '),
    inputs.length === 0 ? '' : `of the features moved most ${inputs.join(', ')}`,
  ].filter((text) => text !== '');
  return said.length === 0 ? '' : `${subject}${segment === '' ? '' : ` where ${segment}`}: ${said.join('; ')}`;
}
