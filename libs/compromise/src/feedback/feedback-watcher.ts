import { digestOf } from '@anchorwatch/detection';
import { isBlind } from '../bits/detector.js';
import { MemoryRefused, packMemory, unpackMemory } from '../memory/packed.js';
import { pointOf } from '../space.js';
import { judgedLabel, tallyOfReference, type FeedbackCalibration } from './calibrate-feedback.js';
import { EverybodyWatch } from './everybody-watch.js';
import type { FeedbackBudget, FeedbackSignal } from './feedback-signal.js';
import { FlagWatch, type FlagsMemory } from './flag-watch.js';
import { scaled } from './label-scale.js';
import type { LabelledQuestion } from './labelled-question.js';
import { OpenSignals } from './open-signals.js';
import { PairNull } from './pair-null.js';
import { RecentLabels, type RecentMemory } from './recent-labels.js';
import { ShareWatch } from './share-watch.js';
import { SourceBook, type BookMemory } from './source-book.js';
import type { SourceState } from './source-states.js';
import { SourceWatch } from './source-watch.js';

/** What is remembered, part by part. */
interface FeedbackMemory {
  /** The digest of the calibration that is watched with. */
  readonly feedback: string;
  readonly open: ReturnType<OpenSignals['memory']>;
  readonly recent: RecentMemory;
  readonly book: BookMemory;
  readonly shares: ReturnType<ShareWatch['memory']>;
  readonly flags: FlagsMemory;
  readonly sources: ReturnType<SourceWatch['memory']> | undefined;
  readonly everybody: ReturnType<EverybodyWatch['memory']> | undefined;
}

/**
 * Watches the labels about one model version in the order in which they come, for sources that poison what it learns from next. The same labels in the same
 * order give the same signals.
 */
export class FeedbackWatcher {
  private readonly open: OpenSignals;
  private readonly recent: RecentLabels;
  private readonly book: SourceBook;
  private readonly shares: ShareWatch;
  private readonly flags: FlagWatch;
  private digest: string | undefined;
  private readonly onReference: { readonly sources: SourceWatch; readonly everybody: EverybodyWatch } | undefined;

  constructor(
    private readonly calibration: FeedbackCalibration,
    budget: FeedbackBudget,
    memory?: FeedbackMemory,
  ) {
    const { reference, shares, flags } = calibration;
    this.open = new OpenSignals(memory?.open);
    this.recent = new RecentLabels(memory?.recent);
    this.book = new SourceBook(memory?.book);
    const { open, recent, book } = this;
    this.shares = new ShareWatch(shares, open, budget, memory?.shares);
    this.flags = new FlagWatch(flags, open, budget, memory?.flags);
    if (isBlind(reference)) return;
    const healthy = tallyOfReference(reference);
    const pairs = new PairNull(reference, healthy, reference.scale.classes.length);
    const parts = { reference, healthy, pairs, recent, open, budget };
    this.onReference = {
      sources: new SourceWatch({ ...parts, book }, memory?.sources),
      everybody: new EverybodyWatch(parts, memory?.everybody),
    };
  }

  /**
   * A watcher that goes on from a memory: it says of the next labels what the one that remembered would have said.
   * @throws MemoryRefused where the memory is damaged, of another format or of another calibration
   */
  static restore(calibration: FeedbackCalibration, budget: FeedbackBudget, packed: Uint8Array): FeedbackWatcher {
    const memory = unpackMemory(packed) as FeedbackMemory;
    if (memory.feedback !== digestOf(calibration)) throw new MemoryRefused('it was made with another calibration');
    return new FeedbackWatcher(calibration, budget, memory);
  }

  /** Everything that it remembers of the labels so far, as bytes; the budget is not among it. */
  memory(): Uint8Array {
    const memory: FeedbackMemory = {
      feedback: (this.digest ??= digestOf(this.calibration)),
      open: this.open.memory(),
      recent: this.recent.memory(),
      book: this.book.memory(),
      shares: this.shares.memory(),
      flags: this.flags.memory(),
      sources: this.onReference?.sources.memory(),
      everybody: this.onReference?.everybody.memory(),
    };
    return packMemory(memory);
  }

  /** Holds the next labels to another budget; nothing is forgotten. */
  spend(budget: FeedbackBudget): void {
    for (const part of [this.shares, this.flags, this.onReference?.sources, this.onReference?.everybody])
      part?.spend(budget);
  }

  /** How many sources were let go, the lightest first, because more label than are remembered. */
  get dropped(): number {
    return Math.max(this.book.dropped, this.flags.dropped);
  }

  /** Takes the next label; signals that begin or end with it. */
  take(question: LabelledQuestion): readonly FeedbackSignal[] {
    const { offset, time, event, label } = question;
    const { space } = this.calibration;
    const shared = { offset, time, source: label.source, event_id: event.event_id };
    const flagged = { ...question, point: space === null ? undefined : pointOf(space, event) };
    return [...this.judged(question), ...this.shares.take(shared), ...this.flags.take(flagged, shared)];
  }

  /** What is known of each source, by name; empty where labels are no classes. */
  sources(): readonly SourceState[] {
    return this.onReference?.sources.states() ?? [];
  }

  private judged(question: LabelledQuestion): readonly FeedbackSignal[] {
    const { reference } = this.calibration;
    if (isBlind(reference) || this.onReference === undefined) return [];
    const on = scaled(reference.scale, question);
    if (on === undefined) return [];
    const label = judgedLabel(question, on, this.recent.next);
    this.recent.add(label);
    const { sources, everybody } = this.onReference;
    const own = label.source === '' ? [] : sources.take(this.book.add(label));
    return [...own, ...everybody.take(label)];
  }
}
