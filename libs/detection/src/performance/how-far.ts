import { groupCounts, totalVariation } from '@anchorwatch/stats';
import type { Baseline } from '../baselines/baseline.js';
import { binLabels, newBin } from '../counting/binner.js';
import type { SummedProfile } from '../comparing/compared-counts.js';

/** From this share of the questions on, of one feature, the baseline says too little about them. */
const mostElsewhere = 0.5;
/** From this share of values that the baseline never had, the questions are others. */
const mostUnseen = 0.1;

/**
 * Why the relation of score and truth cannot be taken over from the baseline: the questions lie where the baseline has seen
 * little. An estimate without labels is right only while an answer of some score is right as often as it was; how far the
 * questions have moved can be seen, whether the relation moved with them cannot.
 *
 * @param window profiles of the whole traffic, summed over the window
 * @returns in words, or '' where the questions are near
 */
export function whyFar(baseline: Baseline, window: readonly SummedProfile[]): string {
  let farthest = { share: 0, words: '' };
  const profiles = new Map(window.filter(({ segment }) => segment === '').map((profile) => [profile.subject, profile]));
  for (const subject of baseline.subjects.filter(({ role }) => role === 'feature')) {
    const current = profiles.get(subject.subject)?.counts;
    const reference = subject.profiles.find(({ segment }) => segment === '')?.counts;
    if (current === undefined || reference === undefined || !some(current) || !some(reference)) continue;
    const groups = [reference, current].map((counts) => groupCounts(counts, subject.psi_groups)) as [
      Float64Array,
      Float64Array,
    ];
    const moved = totalVariation(groups[0], groups[1]);
    const unseen = newBin(subject.bins);
    const fresh = unseen === undefined ? 0 : current[unseen]! / total(current);
    const share = Math.max(moved / mostElsewhere, fresh / mostUnseen);
    if (share < 1 || share <= farthest.share) continue;
    const where =
      fresh / mostUnseen > moved / mostElsewhere
        ? `${percent(fresh)} of its values are new`
        : `${percent(moved)} of its values lie elsewhere, most in ${crowded(current, binLabels(subject))}`;
    farthest = {
      share,
      words: `the questions lie far from what the baseline has seen: of ${subject.subject} ${where}`,
    };
  }
  return farthest.words;
}

function crowded(counts: readonly number[], labels: readonly string[]): string {
  const most = counts.reduce((best, count, bin) => (count > counts[best]! ? bin : best), 0);
  return `"${labels[most]}"`;
}

function some(counts: readonly number[]): boolean {
  return counts.some((count) => count > 0);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
