import type { TrainingStep } from '@anchorwatch/telemetry';
import { BalanceWatch, type BalanceEpisode } from './balance-watch.js';
import { compareCurves, compareMixes } from './between-runs.js';
import type { DigestWatch } from './digest-watch.js';
import { RiseWatch, type RiseEpisode } from './rise-watch.js';
import { labelsBySource, measures, type Measure, type RunShape, type Stretch } from './run-shape.js';
import { SignalOf } from './signal-of.js';
import type { TailBook } from './tail-book.js';
import type { StepMoment, TrainingSignal } from './training-signal.js';

const signOf = { loss: 'spike', gradient_norm: 'surge' } as const;

/** What a run shares with those before it. */
export interface Shared {
  readonly books: Readonly<Record<Measure, TailBook>>;
  readonly digests: DigestWatch;
  readonly alarmsPerRun: number;
}

/** Watches one run, step by step. */
export class RunWatch {
  /** What would have been a finding, and what explains it. */
  readonly notes: string[] = [];
  /** Comparable runs at the last stretch that ended. */
  compared = 0;
  last: StepMoment;
  /** The longest time between two reports. */
  longestGap = 0;
  readonly balance: BalanceWatch;
  private readonly rises: Readonly<Record<Measure, RiseWatch>>;
  /** Sources that were accused by labels within this run. */
  private readonly mixes = new Set<string>();
  private readonly say: SignalOf;

  constructor(
    readonly shape: RunShape,
    private readonly shared: Shared,
  ) {
    const { books, alarmsPerRun } = shared;
    this.last = { step: 0, time: shape.began };
    this.say = new SignalOf(shape);
    this.balance = new BalanceWatch(alarmsPerRun);
    this.rises = {
      loss: new RiseWatch('spike', books.loss, alarmsPerRun),
      gradient_norm: new RiseWatch('surge', books.gradient_norm, alarmsPerRun),
    };
  }

  /** @param earlier runs that began before, in their order */
  read(step: TrainingStep, earlier: readonly RunShape[]): TrainingSignal[] {
    const at = { step: step.step, time: step.time };
    const back = this.shape.reports > 0 && at.step <= this.last.step;
    this.longestGap = Math.max(this.longestGap, at.time - this.last.time);
    this.last = at;
    const swaps = this.shared.digests.read(step, this.shape, earlier);
    const signals = swaps.map((swap) => {
      if (swap.within) this.shape.accused.add('swapped');
      return this.say.swap(swap, at);
    });
    const ended = this.shape.read(step);
    signals.push(...measures.flatMap((measure) => this.rise(measure, step, at, back)));
    for (const [source, episode] of this.balance.read(labelsBySource(step), at))
      if (!this.shape.accused.has(`balance:${source}`)) signals.push(this.mixed(source, episode));
    if (ended !== undefined) signals.push(...this.compare(ended, earlier, at));
    return signals;
  }

  /** Nothing more is expected: the last stretch is compared, and what lasts ended when it was last seen. */
  close(earlier: readonly RunShape[]): TrainingSignal[] {
    const ended = this.shape.over();
    const compared = ended === undefined ? [] : this.compare(ended, earlier, this.last);
    const rises = measures.flatMap((measure) => {
      const open = this.rises[measure].close();
      return open === undefined ? [] : [this.say.rise(signOf[measure], measure, open, open.last)];
    });
    const mixes = [...this.balance.close()]
      .filter(([source]) => this.mixes.has(source))
      .map(([source, open]) => this.say.balance(source, open, open.last));
    return [...compared, ...rises, ...mixes];
  }

  private rise(measure: Measure, step: TrainingStep, at: StepMoment, back: boolean): TrainingSignal[] {
    const watch = this.rises[measure];
    if (back) watch.goBack();
    const value = step[measure];
    if (value === undefined || value <= 0) return [];
    const { began, ended, explained } = watch.read(value, step.learning_rate, at);
    if (explained) this.note(`${measure} rose at step ${at.step}: a new learning rate explains it`);
    const [episode, over]: [RiseEpisode | undefined, StepMoment | undefined] = began
      ? [began, undefined]
      : [ended, ended?.last];
    return episode === undefined ? [] : [this.say.rise(signOf[measure], measure, episode, over)];
  }

  private mixed(source: string, episode: BalanceEpisode): TrainingSignal {
    this.shape.accused.add(`balance:${source}`);
    this.mixes.add(source);
    return this.say.balance(source, episode, undefined);
  }

  private compare(stretch: Stretch, earlier: readonly RunShape[], at: StepMoment): TrainingSignal[] {
    const { alarmsPerRun } = this.shared;
    const curves = compareCurves(this.shape, stretch, earlier, alarmsPerRun);
    this.compared = curves.runs;
    const { end } = stretch;
    const signals: TrainingSignal[] = [];
    for (const jump of curves.jumps) {
      if (curves.explained.length > 0)
        this.note(`${jump.measure} went otherwise before step ${end}: ${curves.explained.join(', ')}`);
      else if (!this.shape.accused.has(`jump:${jump.measure}`)) {
        this.shape.accused.add('jump').add(`jump:${jump.measure}`);
        signals.push(this.say.jump(jump, end, at));
      }
    }
    for (const mix of compareMixes(this.shape, stretch, earlier, alarmsPerRun)) {
      if (this.shape.accused.has(`balance:${mix.source}`)) continue;
      this.shape.accused.add(`balance:${mix.source}`);
      signals.push(this.say.mix(mix, end, at));
    }
    return signals;
  }

  private note(words: string): void {
    if (this.notes.length < mostNotes && !this.notes.includes(words)) this.notes.push(words);
  }
}

const mostNotes = 20;
