import { setImmediate as breathe } from 'node:timers/promises';
import {
  defaultPolicy,
  scalesOf,
  VerdictCounter,
  type Baseline,
  type DetectionStore,
  type Feed,
  type Finding,
  type VerdictTally,
} from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import type { TelemetryStore } from '@anchorwatch/telemetry';
import { ComparisonRefused } from '../compare/compare-stored.js';
import { limitsOf, shareOf } from '../roles/in-force.js';
import { JudgedStream } from '../roles/judged-stream.js';
import { findingDifferences, type FindingDifferences } from './finding-differences.js';
import { RecountedProfiles, TooManyEvents } from './recounted.js';
import { rehearsedStore, storedProfiles, type ProfileSource } from './rehearsed-store.js';

export interface WhatIfQuestion {
  readonly model: string;
  /** Event time, [from, to). */
  readonly from: number;
  readonly to: number;
  /** The baseline to judge with. */
  readonly baseline: Baseline;
  /** Whether its profiles are stored: it was promoted, and judged. */
  readonly counted: boolean;
  /** False alarms a week of the whole installation: those in force, and those to judge with. */
  readonly alarms_per_week: { readonly recorded: number; readonly what_if: number };
  readonly models: readonly RegisteredModel[];
  readonly most: MostJudged;
  /** Stops the judging; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** What one question may cost. */
export interface MostJudged {
  /** Ticks to judge, the windows before `from` included. */
  readonly ticks: number;
  /** Ticks times what is judged in each: every subject in every segment. */
  readonly series_ticks: number;
  /** Events to count again. */
  readonly events: number;
}

/** History as it was judged beside how it would have been. */
export interface WhatIf {
  readonly model: string;
  readonly from: number;
  readonly to: number;
  readonly recorded: { readonly baselines: readonly string[]; readonly alarms_per_week: number };
  readonly what_if: {
    readonly baseline: string;
    readonly alarms_per_week: number;
    readonly counted: 'stored profiles' | 'stored events';
    /** Per test, at the end of the stretch. */
    readonly alpha: number;
  };
  readonly verdicts: readonly {
    readonly subject: string;
    readonly segment: string;
    readonly recorded: Counted;
    readonly what_if: Counted;
  }[];
  readonly findings: FindingDifferences;
  readonly notes: readonly string[];
}

type Counted = Pick<VerdictTally, 'windows' | 'alarms'>;

/** Few, so that other work comes between: judging a page is one piece. */
const TICKS_A_PAGE = 32;
const SERIES_TICKS_A_PAGE = 2_000;
/** On either side: each holds its evidence. */
const MOST_FINDINGS = 20_000;
const FEEDS = ['events', 'labels'] as const;

/**
 * Judges a stretch of history again, with another baseline or budget, by the same judge, and says what would have been
 * different. Writes nothing. Windows that reach into the stretch are filled from before it, but episodes that had begun
 * earlier begin again.
 * @throws ComparisonRefused naming what is wrong with the question; the reason of its signal
 */
export async function whatIf(
  store: { readonly detection: DetectionStore; readonly telemetry: TelemetryStore },
  question: WhatIfQuestion,
): Promise<WhatIf> {
  const { model, baseline, alarms_per_week, models } = question;
  if (baseline.tick.kind !== 'time') throw new ComparisonRefused('baseline', 'its ticks are not by time');
  const { ms } = baseline.tick;
  const [first, end] = [Math.floor(question.from / ms), Math.ceil(question.to / ms)];
  const since = first - Math.max(8, ...scalesOf(baseline.ticks, defaultPolicy.largest_window_ticks));
  if (end - since > question.most.ticks)
    throw new ComparisonRefused(
      'from',
      `${end - since} ticks would have to be judged (with the windows before them), at most ${question.most.ticks}: choose a shorter stretch`,
    );
  const series = seriesOf(baseline);
  if ((end - since) * series > question.most.series_ticks)
    throw new ComparisonRefused(
      'from',
      `${end - since} ticks of ${series} subjects and segments would have to be judged, at most ${Math.floor(question.most.series_ticks / series)} ticks: choose a shorter stretch`,
    );
  const range = { from: first * ms, to: end * ms };
  const inside = ({ raised_at }: Finding) => raised_at.time > range.from && raised_at.time <= range.to;
  const ticksAPage = Math.min(TICKS_A_PAGE, Math.max(1, Math.floor(SERIES_TICKS_A_PAGE / series)));
  const counter = new VerdictCounter();
  const findings = new Map<string, Finding>();
  let alpha = 0;
  for (const feed of FEEDS) {
    const source = sourceOf(store, question, feed, { from: since * ms, to: range.to });
    const rehearsed = rehearsedStore(source, since, (judged) => {
      counter.take((judged.verdicts ?? []).filter(({ window_to }) => window_to > range.from && window_to <= range.to));
      for (const finding of judged.findings ?? []) if (inside(finding)) findings.set(finding.id, finding);
      if (findings.size > MOST_FINDINGS)
        throw new ComparisonRefused('alarms_per_week', `raises more than ${MOST_FINDINGS} findings: choose fewer`);
    });
    const shareAt = (tick: number) =>
      shareOf(models, baseline, feed, { alarms_per_week: alarms_per_week.what_if, tick });
    if (feed === 'events') alpha = shareAt(end).policy.alpha;
    const stream = await JudgedStream.open(rehearsed, baseline, feed, shareAt, { ticksAPage });
    const limits = question.counted ? limitsOf(models, baseline) : { below: Infinity, volume_below: Infinity };
    try {
      await stream.upTo(
        Math.min(end, await judgedBelow(store.detection, question, feed)),
        limits,
        async () => undefined,
      );
    } catch (error) {
      if (error instanceof TooManyEvents) throw new ComparisonRefused('from', error.message);
      throw error;
    }
  }
  const after = { from: range.from + 1, to: range.to + 1 };
  const raised = await store.detection.findings({ model, ...after, limit: MOST_FINDINGS + 1 });
  if (raised.length > MOST_FINDINGS)
    throw new ComparisonRefused('from', `more than ${MOST_FINDINGS} findings are on record: choose a shorter stretch`);
  // Who asks what is not judged again: it depends on all questions before.
  const recorded = raised.filter(({ detector }) => detector !== 'compromise');
  const tallies = await store.detection.verdictTallies(model, after);
  return {
    model,
    ...range,
    recorded: {
      baselines: [...new Set(recorded.map((finding) => finding.baseline))].sort(),
      alarms_per_week: alarms_per_week.recorded,
    },
    what_if: {
      baseline: baseline.digest,
      alarms_per_week: alarms_per_week.what_if,
      counted: question.counted ? 'stored profiles' : 'stored events',
      alpha,
    },
    verdicts: sideBySide(tallies, counter.all()),
    findings: findingDifferences(recorded, [...findings.values()]),
    notes: notesOf(question),
  };
}

function sourceOf(
  { detection, telemetry }: Parameters<typeof whatIf>[0],
  { baseline, counted, most, signal }: WhatIfQuestion,
  feed: Feed,
  range: { readonly from: number; readonly to: number },
): ProfileSource {
  const turn = () => turnOf(signal);
  if (counted) return storedProfiles(detection, baseline, feed, turn);
  return new RecountedProfiles(telemetry, baseline, feed, range, { events: most.events, turn });
}

/** Lets others have their turn, and goes on unless it was told to stop. */
async function turnOf(signal: AbortSignal | undefined): Promise<void> {
  await breathe();
  signal?.throwIfAborted();
}

/** How many series are judged in a tick. */
function seriesOf({ subjects, volume, performance }: Baseline): number {
  const metrics = performance?.kind === 'measured' ? performance.profiles.map((profile) => profile.metrics) : [];
  return [...subjects.map(({ profiles }) => profiles), volume, ...metrics].reduce((sum, { length }) => sum + length, 0);
}

/** Only what was judged is on record; what is counted again has been stored. */
async function judgedBelow(store: DetectionStore, { baseline, counted }: WhatIfQuestion, feed: Feed): Promise<number> {
  if (!counted) return Infinity;
  const judgement = await store.judgement(baseline.model, baseline.digest, feed);
  return judgement === undefined ? -Infinity : judgement.tick + 1;
}

/** Where they differ most comes first. */
function sideBySide(recorded: readonly VerdictTally[], whatIf: readonly VerdictTally[]): WhatIf['verdicts'] {
  const none = { windows: 0, alarms: 0 };
  const rows = new Map<string, WhatIf['verdicts'][number]>();
  for (const [side, tallies] of [
    ['recorded', recorded],
    ['what_if', whatIf],
  ] as const)
    for (const { subject, segment, ...counted } of tallies) {
      const place = JSON.stringify([subject, segment]);
      const row = rows.get(place) ?? { subject, segment, recorded: none, what_if: none };
      rows.set(place, { ...row, [side]: counted });
    }
  const difference = ({ recorded: r, what_if: w }: WhatIf['verdicts'][number]) => Math.abs(w.alarms - r.alarms);
  return [...rows.values()].sort(
    (one, other) => difference(other) - difference(one) || (one.subject < other.subject ? -1 : 1),
  );
}

function notesOf({ counted, baseline }: WhatIfQuestion): readonly string[] {
  const notes = [
    'episodes that began before the stretch begin again in it',
    'who asks what is not judged again: findings of compromise are left out',
  ];
  if (!counted && baseline.performance !== undefined)
    notes.push('performance is not judged again: its outcomes are joined only while a baseline is in force');
  if (!counted) notes.push('all versions of the model are counted');
  return notes;
}
