import { groupCounts } from '@anchorwatch/stats';
import type { BaselineSubject } from '../baselines/baseline.js';
import { sumOf } from '../counting/beside.js';
import { binLabels } from '../counting/binner.js';

/** One of the groups of bins that the PSI is taken over: its share before and now, and its part of the PSI. */
export interface BinShift {
  /** What a person reads: one bin's label, or the first and the last of the group. */
  readonly bin: string;
  readonly before: number;
  readonly now: number;
  /** Parts add up to the PSI. */
  readonly psi: number;
}

/**
 * Where a PSI comes from: the part of each group of bins. They add up to the PSI that is shown, with the same pseudo-count.
 * @param reference counts per bin, total > 0; `current` likewise; both empty sides give no parts
 */
export function binShifts(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  subject: Pick<BaselineSubject, 'bins' | 'role' | 'psi_groups'>,
): readonly BinShift[] {
  const before = groupCounts(reference, subject.psi_groups);
  const now = groupCounts(current, subject.psi_groups);
  const total = before.reduce((sum, count) => sum + count, 0);
  const n = now.reduce((sum, count) => sum + count, 0);
  if (total === 0 || n === 0) return [];
  const names = groupLabels(subject);
  const filled = names.flatMap((bin, group) => (before[group]! + now[group]! > 0 ? [{ bin, group }] : []));
  const share = (count: number, of: number): number => (count + pseudoCount) / (of + filled.length * pseudoCount);
  return filled.map(({ bin, group }) => {
    const p = share(before[group]!, total);
    const q = share(now[group]!, n);
    return { bin, before: before[group]! / total, now: now[group]! / n, psi: (q - p) * Math.log(q / p) };
  });
}

/** The parts that matter most, at most `count`; those that say nothing are left out. */
export function mostMoved(shifts: readonly BinShift[], count: number): readonly BinShift[] {
  return [...shifts]
    .filter(({ psi }) => psi > 0)
    .sort((one, other) => other.psi - one.psi)
    .slice(0, count);
}

/** Where the distribution functions lie furthest apart: after this bin, and which side has more below it. */
export interface KsPlace {
  readonly bin: string;
  /** Its upper edge where bins are ranges or values; the distance is that of the shares at or below it. */
  readonly below: number | null;
  /** Share of the current side up to there minus that of the reference: the KS distance with its sign. */
  readonly difference: number;
}

/** @returns undefined for subjects without order and for empty sides */
export function ksPlace(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  subject: Pick<BaselineSubject, 'bins' | 'role' | 'ordered'>,
): KsPlace | undefined {
  const total = sumOf(reference);
  const n = sumOf(current);
  if (!subject.ordered || total === 0 || n === 0) return undefined;
  let [before, now, at, largest] = [0, 0, 0, 0];
  for (let bin = 0; bin < reference.length; bin++) {
    before += reference[bin]!;
    now += current[bin]!;
    const difference = now / n - before / total;
    if (Math.abs(difference) > Math.abs(largest)) [at, largest] = [bin, difference];
  }
  const { bins } = subject;
  const upper = bins.kind === 'quantile' ? bins.edges[at] : bins.kind === 'values' ? bins.values[at] : undefined;
  return { bin: binLabels(subject)[at]!, below: upper ?? null, difference: largest };
}

/** The pseudo-count of the PSI that is shown. */
export const pseudoCount = 0.5;

function groupLabels(subject: Pick<BaselineSubject, 'bins' | 'role' | 'psi_groups'>): readonly string[] {
  const labels = binLabels(subject);
  const members: string[][] = [];
  subject.psi_groups.forEach((group, bin) => (members[group] ??= []).push(labels[bin]!));
  return members.map((names) => {
    if (names.length === 1) return names[0]!;
    if (subject.bins.kind === 'categories') return `${names.length} others`;
    const [from] = names[0]!.replace(/^= /, '').split(' to ');
    const last = names.at(-1)!.replace(/^= /, '');
    if (last.startsWith('>=')) return `>= ${from}`;
    const to = last.split(' to ').at(-1)!;
    return names[0]!.startsWith('<') ? `< ${to}` : `${from} to ${to}`;
  });
}
