import type { FindingBrief } from './finding-differences.js';
import type { WhatIf } from './what-if.js';

const LISTED = 20;

/** History judged again, as a person reads it in a terminal. */
export function whatIfText({ model, from, to, recorded, what_if, verdicts, findings, notes }: WhatIf): string {
  const tiers = ({ alarm, watch, digest }: (typeof findings.counts)['recorded']) =>
    `${alarm} alarms, ${watch} on watch, ${digest} in the digest`;
  const changed = verdicts.filter((row) => row.recorded.alarms !== row.what_if.alarms);
  const lines = [
    `${model}, ${iso(from)} to ${iso(to)}`,
    `recorded   ${tiers(findings.counts.recorded)} (${recorded.alarms_per_week} alarms a week)`,
    `what if    ${tiers(findings.counts.what_if)} (${what_if.alarms_per_week} alarms a week, alpha ${what_if.alpha.toExponential(1)} a test, baseline ${what_if.baseline.slice(0, 12)}, ${what_if.counted})`,
    ...notes.map((note) => `!  ${note}`),
    ...list('Only on record', findings.only_recorded),
    ...list('Only what if', findings.only_what_if),
  ];
  if (findings.same.length > 0) lines.push('', `The same in both: ${findings.same.length}`);
  if (changed.length > 0) {
    lines.push('', 'Windows beyond their critical value, recorded → what if:');
    for (const { subject, segment, recorded: before, what_if: now } of changed.slice(0, LISTED))
      lines.push(
        `  ${subject}${segment === '' ? '' : ` [${segment}]`}: ${before.alarms} of ${before.windows} → ${now.alarms} of ${now.windows}`,
      );
    if (changed.length > LISTED) lines.push(`  and ${changed.length - LISTED} more (--json lists all)`);
  }
  if (isSame({ findings, verdicts })) lines.push('', 'Nothing would have been different.');
  return lines.join('\n');
}

/** Whether judging again found what is on record: the same findings, and as many windows beyond their critical value. */
export function isSame({ findings, verdicts }: Pick<WhatIf, 'findings' | 'verdicts'>): boolean {
  const { only_recorded, only_what_if, same } = findings;
  return (
    only_recorded.length + only_what_if.length === 0 &&
    same.every((pair) => pair.recorded.tier === pair.what_if.tier) &&
    verdicts.every((row) => row.recorded.alarms === row.what_if.alarms)
  );
}

function list(title: string, findings: readonly FindingBrief[]): readonly string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, LISTED).map(({ tier, raised_at, ended_at, words }) => {
    const until = ended_at === null ? '' : `, until ${iso(ended_at.time)}`;
    return `  ${tier.padEnd(6)} ${iso(raised_at.time)}${until}  ${words}`;
  });
  const more = findings.length > LISTED ? [`  and ${findings.length - LISTED} more (--json lists all)`] : [];
  return ['', `${title} (${findings.length}):`, ...shown, ...more];
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
