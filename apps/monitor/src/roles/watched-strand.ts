import type { Baseline, Finding } from '@anchorwatch/detection';

/** What has been put down of a stream: its findings, and what its strand measures. */
export interface RecordedStrand {
  readonly findings: readonly Finding[];
}

/** One strand of one baseline under watch. */
export interface StrandStream<Recorded extends RecordedStrand = RecordedStrand> {
  readonly model: string;
  /**
   * Watches every tick below `end` that was not watched yet.
   * @returns whether it waits for telemetry that was counted and is not stored yet
   */
  upTo(end: number, between: (recorded?: Recorded) => Promise<void>): Promise<'done' | 'waits'>;
  /** At the end of a process. */
  close(): Promise<void>;
}

/** A kind of watch over baselines: of questions, or of labels. */
export interface WatchedStrand<Recorded extends RecordedStrand = RecordedStrand> {
  readonly name: 'compromise' | 'feedback';
  /** Opens the stream of a baseline, or says why it cannot be watched; '' where that needs no saying. @param beat called now and then; may throw */
  open(baseline: Baseline, beat: () => Promise<void>): Promise<StrandStream<Recorded> | string>;
  /** The tick below which everything is there, and whether a look is worth while soon although nobody wakes. */
  ready(baseline: Baseline): Promise<{ readonly below: number; readonly soon: boolean }>;
  /** Counts what has been put down. */
  measure(baseline: Baseline, recorded: Recorded): void;
}
