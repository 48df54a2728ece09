import { LocalLevel } from './local-level.js';
import type { TailBook } from './tail-book.js';
import { lookAlpha } from './training-budget.js';
import type { StepMoment } from './training-signal.js';

/** A rise by less than this, in logarithms, is nobody's concern: 10 %. */
export const tolerated = Math.log(1.1);
/** A learning rate that changes by more than this from one report to the next, in logarithms, explains what follows. */
const changedRate = Math.log(1.5);
/** Reports after which an episode is over when none of them is beyond what is ordinary, and after which a new learning rate explains nothing. */
const quietReports = 8;
const rateExplains = 32;

/** A stretch of reports beyond what is ordinary. */
export interface RiseEpisode {
  readonly first: StepMoment;
  last: StepMoment;
  readonly rise: number;
  readonly critical: number;
  readonly p_value: number;
  readonly n: number;
  readonly level: number;
  readonly value: number;
}

/** What one report says. */
export interface RiseNews {
  readonly began?: RiseEpisode;
  readonly ended?: RiseEpisode;
  /** A rise that would have been one, without a new learning rate. */
  readonly explained?: StepMoment;
}

/** Looks for reports of one measure of one run that lie far above those just before. */
export class RiseWatch {
  private readonly level = new LocalLevel();
  private rate: number | undefined;
  private sinceRate = rateExplains;
  private quiet = 0;
  private looks = 0;
  private episode: RiseEpisode | undefined;

  constructor(
    private readonly part: 'spike' | 'surge',
    private readonly book: TailBook,
    private readonly alarmsPerRun: number,
  ) {}

  /** @param value above 0 */
  read(value: number, rate: number | undefined, at: StepMoment): RiseNews {
    this.hear(rate);
    const seen = this.level.read(Math.log(value));
    if (seen === undefined) return {};
    const { rise, level, spread } = seen;
    const alpha = lookAlpha(this.alarmsPerRun, this.part, this.looks++, 1);
    const surprise = this.book.logSf(rise);
    const beyond = surprise !== undefined && surprise <= Math.log(alpha) && rise * spread > tolerated;
    if (!beyond) {
      this.book.add(rise);
      return this.calm();
    }
    this.quiet = 0;
    if (this.episode !== undefined) {
      this.episode.last = at;
      return {};
    }
    if (this.sinceRate < rateExplains) return { explained: at };
    this.episode = {
      first: at,
      last: at,
      rise,
      critical: Math.max(this.book.critical(alpha), tolerated / spread),
      p_value: Math.exp(surprise),
      n: this.book.count,
      level: Math.exp(level),
      value,
    };
    return { began: this.episode };
  }

  /** The run went back to an earlier step. */
  goBack(): void {
    this.level.forget();
  }

  /** Nothing more comes: what lasts ends. */
  close(): RiseEpisode | undefined {
    const { episode } = this;
    this.episode = undefined;
    return episode;
  }

  private hear(rate: number | undefined): void {
    this.sinceRate++;
    if (rate === undefined) return;
    const changed = this.rate !== undefined && Math.abs(Math.log((rate || Number.MIN_VALUE) / this.rate)) > changedRate;
    if (changed) this.sinceRate = 0;
    this.rate = rate || Number.MIN_VALUE;
  }

  private calm(): RiseNews {
    if (this.episode === undefined || ++this.quiet < quietReports) return {};
    const ended = this.episode;
    this.episode = undefined;
    return { ended };
  }
}
