/** A window length, how many such windows the baseline has, and at how many of those with the farthest values one looks. */
export interface Reach {
  readonly scale: number;
  readonly windows: number;
  readonly farthest: number;
}

/** As many of the windows with the farthest values are looked at, of an eighth of all: fewer lie too far out to be typical. */
const mostWindows = 30;

/** @param ticks length of the baseline @param scales window lengths in ticks, ascending */
export function reachesOf(ticks: number, scales: readonly number[]): readonly Reach[] {
  return scales.map((scale) => {
    const windows = ticks / scale;
    return { scale, windows, farthest: Math.max(1, Math.min(mostWindows, Math.floor(windows / 8))) };
  });
}

/** How many of the farthest values lie in which window, and whether they are all that are farther than those of more windows. */
export interface Farthest {
  readonly counts: readonly number[];
  /** `all`: no other window has any value at this end; `unknown`: there may be more of them than were kept. */
  readonly kind: 'some' | 'all' | 'unknown';
}

/** Values kept before it is asked which of them are needed. */
const fewest = 1_000;

/**
 * The values of one open end of the bins, as far as they tell which windows have the farthest ones. What lies nearer than
 * values of more windows than are looked at, at every length, can never matter and is dropped. Where extremes lie in so few
 * windows that this does not suffice, `room` of them are kept, the farthest: that tells the same, unless those that were
 * dropped would have to be counted (a trend), and then it is `unknown` how many there are.
 */
export class Extremes {
  /** The values held, larger the farther out they lie, and the tick of each. */
  private far: number[] = [];
  private ticks: number[] = [];
  private allowed = fewest;
  /** Everything farther than this is held. */
  private enough = -Infinity;
  /** By reach: a value that is not looked at, because farther ones and it lie in too many windows; the farthest that is known. */
  private readonly stops: number[];
  /** By reach, where that is not known: the windows of values at least as far as `enough`. */
  private edge: readonly Set<number>[] = [];

  /**
   * @param side -1 where the farthest is the least
   * @param room most values kept, at least 1; twice as many at times
   */
  constructor(
    private readonly side: 1 | -1,
    private readonly reaches: readonly Reach[],
    private readonly room: number,
  ) {
    this.stops = reaches.map(() => -Infinity);
  }

  /** How many values are held. */
  get size(): number {
    return this.far.length;
  }

  put(value: number, tick: number): void {
    const far = this.side * value;
    if (far < this.enough) return;
    if (far === this.enough) return this.meet(tick);
    this.far.push(far);
    this.ticks.push(tick);
    if (this.size > this.allowed) this.thinOut();
  }

  /** What the windows of each reach have of the farthest values, in the order of the reaches. */
  farthest(): readonly Farthest[] {
    const groups = this.groups();
    return this.reaches.map((reach, at) => {
      const counts = new Map<number, number>();
      for (const group of groups) {
        const windows = group.ticks.map((tick) => Math.floor(tick / reach.scale));
        if (new Set([...counts.keys(), ...windows]).size > reach.farthest)
          return { counts: [...counts.values()], kind: 'some' };
        for (const window of windows) counts.set(window, (counts.get(window) ?? 0) + 1);
      }
      const kind = this.enough === -Infinity ? 'all' : this.stops[at]! < this.enough ? 'unknown' : 'some';
      return { counts: [...counts.values()], kind };
    });
  }

  /** A value as far as the last that is not held: it may be one that very many windows reach. */
  private meet(tick: number): void {
    this.reaches.forEach(({ scale, farthest }, at) => {
      if (this.stops[at]! >= this.enough) return;
      if (this.edge[at]!.add(Math.floor(tick / scale)).size > farthest) this.stops[at] = this.enough;
    });
  }

  private thinOut(): void {
    this.findStops();
    this.keepBeyond(Math.max(this.enough, Math.min(...this.stops)));
    if (this.size > this.room) this.keepBeyond(Float64Array.from(this.far).sort()[this.size - this.room - 1]!);
    this.allowed = Math.min(2 * this.room, Math.max(fewest, 2 * this.size));
  }

  private keepBeyond(enough: number): void {
    if (enough === this.enough) return;
    const known = this.ticks.filter((_, at) => this.far[at]! >= enough);
    this.edge = this.reaches.map(({ scale }) => new Set(known.map((tick) => Math.floor(tick / scale))));
    this.enough = enough;
    const isHeld = this.far.map((far) => far > enough);
    this.far = this.far.filter((_, at) => isHeld[at]);
    this.ticks = this.ticks.filter((_, at) => isHeld[at]);
  }

  /** A reach stops where farther values lie in more windows than it looks at, whatever comes still. */
  private findStops(): void {
    const seen = this.reaches.map(() => new Set<number>());
    for (const { far, ticks } of this.groups()) {
      let open = 0;
      this.reaches.forEach(({ scale, farthest }, at) => {
        const windows = seen[at]!;
        if (windows.size > farthest) return;
        for (const tick of ticks) windows.add(Math.floor(tick / scale));
        if (windows.size > farthest) this.stops[at] = Math.max(this.stops[at]!, far);
        else open++;
      });
      if (open === 0) return;
    }
  }

  /** Equal values together, the farthest first. */
  private groups(): readonly Group[] {
    const groups: Group[] = [];
    for (const at of Uint32Array.from(this.far.keys()).sort((a, b) => this.far[b]! - this.far[a]!)) {
      const [far, tick] = [this.far[at]!, this.ticks[at]!];
      const last = groups.at(-1);
      if (last?.far === far) last.ticks.push(tick);
      else groups.push({ far, ticks: [tick] });
    }
    return groups;
  }
}

interface Group {
  readonly far: number;
  readonly ticks: number[];
}

/** Values held for the extremes of one baseline in all (160 MB), and at one end of a subject. */
const mostInAll = 10_000_000;
const most = 100_000;

/** The room of each of the two ends of so many subjects. */
export function roomOf(subjects: number): number {
  return Math.max(1, Math.min(most, Math.floor(mostInAll / (4 * subjects))));
}
