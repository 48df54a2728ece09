import { chanceIn } from '../training/excess.js';
import { cellOf, Tally } from '../training/tally.js';
import type { LabelReference } from './calibrate-feedback.js';
import type { JudgedLabel } from './judged-label.js';
import { expectationOf, type Nature } from './nature.js';
import type { Chance, Pair } from './pair-cusum.js';

/** Of pairs that healthy labels hardly hold. */
const unmeasured: Nature = {
  centre: 0,
  between: 0.01,
  within: { healthy: 0.01, concurrent: 0.01 },
  over_time: 0.01,
  window: 0,
  windows: 0,
  own: {},
};
/** A share below three points of a source, or two of everybody, is no sign; nor one within three deviations, or four. */
const tolerated = { source: { least: 0.03, deviations: 3 }, everybody: { least: 0.02, deviations: 4 } } as const;
const nobody = new Tally();

/** How often a class is labelled as another one by nature. */
export class PairNull {
  private readonly natures: ReadonlyMap<string, Nature>;
  private readonly known = new Map<number, ReadonlyMap<number, Chance>>();

  constructor(
    reference: LabelReference,
    private readonly healthy: Tally,
    private readonly classes: number,
  ) {
    this.natures = new Map(reference.pairs.map(({ from, to, nature }) => [`${from} ${to}`, nature]));
  }

  natureOf({ from, to }: Pair): Nature {
    return this.natures.get(`${from} ${to}`) ?? unmeasured;
  }

  /** By class that a label about such an answer may have instead: how often it has by nature, as far as a source or everybody may lie from healthy ones. */
  chances({ vote }: JudgedLabel, source: string | undefined): ReadonlyMap<number, Chance> {
    const from = vote.says;
    return new Map(
      [...this.healthyChances(vote)].map(([to, { q, a }]) => [
        to,
        { q: Math.min(0.9, q + a * this.tolerance({ from, to }, source)), a },
      ]),
    );
  }

  private tolerance(pair: Pair, source: string | undefined): number {
    const nature = this.natureOf(pair);
    if (source === undefined) {
      const { least, deviations } = tolerated.everybody;
      return Math.max(least, deviations * nature.over_time);
    }
    const { least, deviations } = tolerated.source;
    const { shift, variance } = expectationOf(nature, source);
    const deviation = Math.sqrt(variance + nature.within.healthy ** 2);
    return Math.max(least, nature.centre + shift + deviations * deviation);
  }

  private healthyChances(vote: JudgedLabel['vote']): ReadonlyMap<number, Chance> {
    const key = cellOf(vote);
    let chances = this.known.get(key);
    if (chances === undefined) {
      const found = new Map<number, Chance>();
      for (let to = 0; to <= this.classes; to++) {
        if (to === vote.says) continue;
        const chance = chanceIn(key, { from: vote.says, to }, nobody, this.healthy, false, this.classes);
        if (chance !== undefined) found.set(to, chance);
      }
      this.known.set(key, (chances = found));
    }
    return chances;
  }
}
