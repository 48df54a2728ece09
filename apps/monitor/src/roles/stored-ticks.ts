import {
  feedOf,
  type Baseline,
  type DetectionStore,
  type Feed,
  type MergedProfile,
  type Tick,
} from '@anchorwatch/detection';

/** About how many profiles are read at once: some ten megabytes. */
const PROFILES_A_PAGE = 20_000;
const MOST_TICKS_A_PAGE = 512;

/** The ticks of one stream (model, baseline and feed) as the store has them, a page at a time: the more series, the fewer. */
export class StoredTicks {
  /** Most ticks of a page. */
  readonly aPage: number;

  /** @param most ticks of a page, where fewer are wanted */
  constructor(
    private readonly store: Pick<DetectionStore, 'mergedProfiles' | 'firstTick'>,
    private readonly baseline: Baseline,
    private readonly feed: Feed,
    most = MOST_TICKS_A_PAGE,
  ) {
    this.aPage = Math.min(most, Math.max(1, Math.floor(PROFILES_A_PAGE / profilesATick(baseline))));
  }

  /**
   * The next ticks in [next, end) that have profiles, and the last one of the stretch: so it is judged as empty.
   * @param end above `next`
   */
  async page(next: number, end: number): Promise<Tick[]> {
    const { model, digest } = this.baseline;
    let to = Math.min(next + this.aPage, end);
    const profiles = await this.store.mergedProfiles(model, digest, { from: next, to });
    const ticks = byTick(profiles.filter(({ subject }) => feedOf(subject) === this.feed));
    // A long stretch without events is one step.
    if (ticks.length === 0) to = Math.min((await this.next(to)) ?? end, end);
    if (ticks.at(-1)?.tick !== to - 1) ticks.push({ tick: to - 1, profiles: [] });
    return ticks;
  }

  /** The first tick, not before `from`, that has a profile, or undefined. */
  next(from: number): Promise<number | undefined> {
    const { model, digest } = this.baseline;
    return this.store.firstTick(model, digest, this.feed, Number.isFinite(from) ? from : undefined);
  }
}

/** The most profiles that a tick has: those of its subjects in every segment, and its volume. */
function profilesATick({ subjects, volume }: Baseline): number {
  return subjects.reduce((sum, { profiles }) => sum + profiles.length, volume.length);
}

function byTick(profiles: readonly MergedProfile[]): Tick[] {
  const ticks = new Map<number, MergedProfile[]>();
  for (const profile of profiles) {
    const tick = ticks.get(profile.tick);
    if (tick) tick.push(profile);
    else ticks.set(profile.tick, [profile]);
  }
  return [...ticks].sort(([a], [b]) => a - b).map(([tick, members]) => ({ tick, profiles: members }));
}
