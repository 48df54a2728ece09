import type { Finding, Tier } from '@anchorwatch/detection';

/** A finding without its evidence. */
export type FindingBrief = Pick<
  Finding,
  'id' | 'tier' | 'kind' | 'baseline' | 'subject' | 'segment' | 'statistic' | 'raised_at' | 'ended_at' | 'words'
>;

/** Findings on record beside those that would have been. Those of one subject and segment whose episodes overlap are the same. */
export interface FindingDifferences {
  readonly same: readonly { readonly recorded: FindingBrief; readonly what_if: FindingBrief }[];
  readonly only_recorded: readonly FindingBrief[];
  readonly only_what_if: readonly FindingBrief[];
  /** How many there are of each tier, whether or not they are listed. */
  readonly counts: Readonly<Record<'recorded' | 'what_if', Readonly<Record<Tier, number>>>>;
  /** Whether lists were cut. */
  readonly truncated: boolean;
}

const MOST_LISTED = 1_000;

export function findingDifferences(recorded: readonly Finding[], whatIf: readonly Finding[]): FindingDifferences {
  const left = new Map<string, Finding[]>();
  for (const one of byTime(recorded)) {
    const same = left.get(placeOf(one));
    if (same === undefined) left.set(placeOf(one), [one]);
    else same.push(one);
  }
  const same: { recorded: FindingBrief; what_if: FindingBrief }[] = [];
  const onlyWhatIf: FindingBrief[] = [];
  for (const one of byTime(whatIf)) {
    const candidates = left.get(placeOf(one)) ?? [];
    const at = candidates.findIndex((other) => overlap(one, other));
    const [twin] = at < 0 ? [] : candidates.splice(at, 1);
    if (twin === undefined) onlyWhatIf.push(brief(one));
    else same.push({ recorded: brief(twin), what_if: brief(one) });
  }
  const onlyRecorded = byTime([...left.values()].flat()).map(brief);
  return {
    same: same.slice(0, MOST_LISTED),
    only_recorded: onlyRecorded.slice(0, MOST_LISTED),
    only_what_if: onlyWhatIf.slice(0, MOST_LISTED),
    counts: { recorded: tiersOf(recorded), what_if: tiersOf(whatIf) },
    truncated: Math.max(same.length, onlyRecorded.length, onlyWhatIf.length) > MOST_LISTED,
  };
}

function placeOf({ subject, segment }: Finding): string {
  return JSON.stringify([subject, segment]);
}

function overlap(one: Finding, other: Finding): boolean {
  const end = ({ ended_at }: Finding) => ended_at?.time ?? Infinity;
  const begin = ({ window }: Finding) => window.from;
  return begin(one) <= end(other) && begin(other) <= end(one);
}

function byTime(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((one, other) => one.raised_at.time - other.raised_at.time || (one.id < other.id ? -1 : 1));
}

function tiersOf(findings: readonly Finding[]): Readonly<Record<Tier, number>> {
  const of = (tier: Tier) => findings.filter((finding) => finding.tier === tier).length;
  return { alarm: of('alarm'), watch: of('watch'), digest: of('digest') };
}

function brief({ id, tier, kind, baseline, subject, segment, statistic, raised_at, ended_at, words }: Finding) {
  return { id, tier, kind, baseline, subject, segment, statistic, raised_at, ended_at, words };
}
