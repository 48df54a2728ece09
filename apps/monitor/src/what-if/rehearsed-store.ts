import type { DetectionStore, Finding, MergedProfile, Verdict } from '@anchorwatch/detection';
import type { JudgedStore } from '../roles/judged-stream.js';

/** Where the profiles of a rehearsal come from; asked in ascending ticks. */
export interface ProfileSource {
  mergedProfiles(range: { readonly from: number; readonly to: number }): Promise<readonly MergedProfile[]>;
  firstTick(from: number): Promise<number | undefined>;
}

/**
 * What a judged stream takes for the store while history is judged again: it remembers no judgement and begins at a tick of
 * its own, and whatever it is given to keep goes to `keep` and nowhere else.
 */
export function rehearsedStore(
  source: ProfileSource,
  since: number,
  keep: (judged: { readonly verdicts?: readonly Verdict[]; readonly findings?: readonly Finding[] }) => void,
): JudgedStore {
  return {
    judgement: async () => undefined,
    mergedProfiles: (_model, _baseline, { from, to }) => source.mergedProfiles({ from, to }),
    firstTick: (_model, _baseline, _feed, from = -Infinity) => source.firstTick(Math.max(since, from)),
    putVerdicts: async (verdicts) => keep({ verdicts }),
    putFindings: async (findings) => keep({ findings }),
    putJudgement: async () => undefined,
  };
}

/** The profiles as they were counted. @param turn awaited before each reading */
export function storedProfiles(
  store: DetectionStore,
  { model, digest }: { readonly model: string; readonly digest: string },
  feed: Parameters<DetectionStore['firstTick']>[2],
  turn: () => Promise<void>,
): ProfileSource {
  return {
    mergedProfiles: (range) => turn().then(() => store.mergedProfiles(model, digest, range)),
    firstTick: (from) => turn().then(() => store.firstTick(model, digest, feed, from)),
  };
}
