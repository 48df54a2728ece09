import type { BesideCounts } from './beside.js';

/** Integer counts of one model, subject, segment and tick over the baseline's bins, of one partition. Profiles add. */
export interface Profile extends BesideCounts {
  readonly model: string;
  /** Digest. */
  readonly baseline: string;
  /** floor(coordinate / tick length): event time for time ticks, event number for count ticks. */
  readonly tick: number;
  readonly topic: string;
  readonly partition: number;
  readonly segment: string;
  readonly subject: string;
  readonly counts: readonly number[];
  /** Offsets of the first and last event of the tick in this partition. */
  readonly first_offset: number;
  readonly last_offset: number;
  /** Event times of the earliest and latest event of the tick. */
  readonly first_time: number;
  readonly last_time: number;
}

/** A profile summed over partitions. */
export type MergedProfile = Omit<Profile, 'topic' | 'partition'>;

/**
 * How far one partition has been counted. Written after the profiles it speaks of: whoever reads it may rely on them.
 */
export interface Progress {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to handle. */
  readonly position: number;
  /** Where reading must start again after a crash: the first offset of the oldest open tick, or `position`. */
  readonly resume_offset: number;
  /** Per stream `<model> <baseline digest>`: every tick below this number is closed and stored. */
  readonly closed_below: Readonly<Record<string, number>>;
  /** Per stream: events that came after their tick was closed; stored as telemetry, not judged. */
  readonly late: Readonly<Record<string, number>>;
  /** Per stream: events whose id was already counted in an open tick. */
  readonly repeated: Readonly<Record<string, number>>;
  /** The highest event time seen in the partition, whoever's, watermark records included; 0 when nothing came. */
  readonly watermark: number;
  /** Wall clock, milliseconds. */
  readonly recorded_at: number;
}
