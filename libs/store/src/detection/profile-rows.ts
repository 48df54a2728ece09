import type { BesideCounts, MergedProfile, Profile, Progress } from '@anchorwatch/detection';
import { columnsFor, tableOf } from './columns.js';

const profile = columnsFor<Profile>();

/** How a profile lies in `profiles`. */
export const profileTable = tableOf<Profile>([
  profile.text('model', (p) => p.model),
  profile.text('baseline', (p) => p.baseline),
  profile.number('tick', (p) => p.tick),
  profile.text('topic', (p) => p.topic),
  profile.number('partition', (p) => p.partition),
  profile.text('segment', (p) => p.segment),
  profile.text('subject', (p) => p.subject),
  profile.numbers('counts', (p) => p.counts),
  profile.number('nulls', (p) => p.nulls),
  profile.number('wrong_type', (p) => p.wrong_type),
  profile.number('nans', (p) => p.nans),
  profile.number('infinities', (p) => p.infinities),
  profile.number('below', (p) => p.below),
  profile.number('above', (p) => p.above),
  profile.number('first_offset', (p) => p.first_offset),
  profile.number('last_offset', (p) => p.last_offset),
  profile.time('first_time', (p) => p.first_time),
  profile.time('last_time', (p) => p.last_time),
]);

export type MergedRow = readonly [
  tick: number,
  segment: string,
  subject: string,
  counts: number[],
  nulls: number,
  wrong_type: number,
  nans: number,
  infinities: number,
  below: number,
  above: number,
  first_offset: number,
  last_offset: number,
  first_time: number,
  last_time: number,
];

/** A sum of profiles as the store gives it. */
export function readMerged(model: string, baseline: string, row: MergedRow): MergedProfile {
  const [tick, segment, subject, counts, nulls, wrong_type, nans, infinities, below, above, ...ends] = row;
  const beside: BesideCounts = { nulls, wrong_type, nans, infinities, below, above };
  const [first_offset, last_offset, first_time, last_time] = ends;
  const spans = { first_offset, last_offset, first_time, last_time };
  return { model, baseline, tick, segment, subject, counts, ...beside, ...spans };
}

const progress = columnsFor<Progress>();

/** How a partition's progress lies in `progress`. */
export const progressTable = tableOf<Progress>([
  progress.text('topic', (p) => p.topic),
  progress.number('partition', (p) => p.partition),
  progress.number('position', (p) => p.position),
  progress.number('resume_offset', (p) => p.resume_offset),
  progress.map('closed_below', (p) => p.closed_below),
  progress.map('late', (p) => p.late),
  progress.map('repeated', (p) => p.repeated),
  progress.number('watermark', (p) => p.watermark),
  progress.number('recorded_at', (p) => p.recorded_at),
]);

/** The progress that was written. */
export function readProgress(row: readonly unknown[]): Progress {
  const cells = progressTable.cells(row);
  return {
    topic: cells.text('topic'),
    partition: cells.number('partition'),
    position: cells.number('position'),
    resume_offset: cells.number('resume_offset'),
    closed_below: cells.map('closed_below'),
    late: cells.map('late'),
    repeated: cells.map('repeated'),
    watermark: cells.number('watermark'),
    recorded_at: cells.number('recorded_at'),
  };
}
