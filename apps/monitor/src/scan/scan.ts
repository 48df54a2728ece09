import {
  makeBaseline,
  policyFor,
  type Baseline,
  type Feed,
  type Finding,
  type JudgePolicy,
  type PerformanceRow,
  type TickRule,
} from '@anchorwatch/detection';
import type { Calibration, Exposure, Given, PlacedEvent } from '@anchorwatch/compromise';
import type { IncidentRecord } from '@anchorwatch/incidents';
import { countRows, type Mapping, type StoredEvent } from '@anchorwatch/telemetry';
import { UsageProblem } from '../cli/usage-problem.js';
import { compromiseShare, feedbackShare, strandShare } from '../roles/alarm-share.js';
import { watchOf } from '../compromise/calibrate-beside.js';
import { feedbackWatchOf } from '../compromise/calibrate-labels.js';
import type { Blind } from './blind.js';
import { Classics } from './classics.js';
import { calibrationOf, CompromiseScan, healthyEvents } from './compromise.js';
import { ScanEngine } from './engine.js';
import { FeedbackScan, feedbackReference, type FeedbackReference, type LabelSource } from './feedback.js';
import { defaultTick } from './default-tick.js';
import { labelsOf, readLabels, type LabelsByEvent } from './labels.js';
import type { BaselineChoice, ScanOptions } from './options.js';
import { nameOf, openSource, type FileSource, type Page } from './source.js';
import { surveyTimes } from './survey-times.js';

/** The name under which a file without one is watched. */
const MODEL = 'scan';
const DEFAULT_BASELINE_ROWS = 10_000;
/** Two findings closer than this belong together: six hours, or this many ticks. */
const REACH_TICKS = 50;
const SIX_HOURS = 6 * 3_600_000;
const WEEK = 7 * 86_400_000;

export interface ScanInput extends ScanOptions {
  readonly path: string;
  readonly mapping: Mapping | undefined;
  readonly labelsPath: string | undefined;
  /** Records that nobody should ask about, and what answers must not repeat. */
  readonly given?: Given;
}

export interface ScanResult {
  readonly events: number;
  readonly rejected: readonly { readonly row: number; readonly field: string; readonly reason: string }[];
  readonly baseline: Baseline;
  readonly policies: Readonly<Record<Feed, JudgePolicy>>;
  readonly seconds: number;
  /** Whether event times are real; otherwise they are row numbers. */
  readonly timed: boolean;
  readonly findings: readonly Finding[];
  /** By window, segment and measure; empty where the baseline has no labels. */
  readonly performance: readonly PerformanceRow[];
  readonly incidents: readonly IncidentRecord[];
  /** How much of the model principals could reproduce from their own answers, the most first. */
  readonly exposure: readonly Exposure[];
  /** Who labels, and how small a share of flipped labels would be found; empty where labels name no sources. */
  readonly label_sources: readonly LabelSource[];
  /** What the compromise detectors cannot see in this file, and why. */
  readonly compromise_blind: readonly Blind[];
  /** What the classic detectors say, when they were asked. */
  readonly classics: Classics | undefined;
}

const PAGE_ROWS = 10_000;
/** Most rejections that are listed; all are counted in their incident of the report. */
const REJECTIONS_LISTED = 1_000;

/** What a file is judged by, before anything is judged. */
export interface Prepared {
  readonly source: FileSource;
  readonly timed: boolean;
  readonly tick: TickRule;
  readonly baseline: Baseline;
  readonly policies: Readonly<Record<Feed, JudgePolicy>>;
  /** Ticks of the whole file, the false alarms that they may cost, and those that the scan may cost altogether. */
  readonly budget: { readonly ticks: number; readonly alarms: number; readonly all: number };
  /** What watches for compromise, and what that may cost. */
  readonly compromise: {
    readonly calibration: Calibration;
    readonly calibrated: readonly PlacedEvent[];
    readonly alarms: number;
    readonly events: number;
  };
  /** What watches the labels, and what that may cost; no reference where they name no sources. */
  readonly feedback: { readonly reference: FeedbackReference | undefined; readonly alarms: number };
  readonly labels: LabelsByEvent | undefined;
  /** Whether an event of this file lies within the baseline. */
  readonly isHealthy: (event: StoredEvent) => boolean;
  /** What the baseline was made from, in order. */
  readonly healthy: () => AsyncIterable<Page>;
}

/** Reads the file as often as its baseline and budget need it. @throws UsageProblem, FileProblem, BaselineRefused */
export async function prepare(input: ScanInput): Promise<Prepared> {
  const model = input.mapping?.model ?? MODEL;
  const source = await openSource(input.path, model, input.mapping);
  const rows = await countRows(input.path);
  const timed = input.mapping?.time !== undefined || isNative(input);
  if (!timed && (input.tick?.kind === 'time' || input.alarms.per === 'week' || input.baseline.kind === 'until'))
    throw new UsageProblem(
      'times are needed for --tick by time, --alarms-per-week and --baseline-until: name the column in --mapping (time: …)',
    );
  const choice = resolve(input.baseline, rows);
  const labels = await readLabels(input.labelsPath, model);
  const baselineSource = choice.kind === 'file' ? await openSource(choice.path, model, input.mapping) : source;
  const within = baselineFilter(choice);
  const tick = input.tick ?? defaultTick(choice.kind === 'rows' ? choice.rows : await countRows(baselineSource.path));
  const healthy = () => pagesWithin(baselineSource, within, input.baseline.kind !== 'until');
  const baseline = await makeScanBaseline(baselineSource, model, tick, input, within, labels);
  const calibrated = await healthyEvents(healthy());
  const calibration = calibrationOf(baseline, calibrated, isNative(input), input.given);
  const reference = await feedbackReference(baseline, healthy(), labels);
  const forCompromise = compromiseShare(watchOf(calibration));
  const forFeedback = feedbackShare(reference && feedbackWatchOf(reference.calibration));
  const rest = 1 - forCompromise - forFeedback;
  const { policies, budget } = await policiesFor(input, source, rows, baseline, tick, rest);
  const compromise = { calibration, calibrated, alarms: budget.all * forCompromise, events: rows - calibration.events };
  const feedback = { reference, alarms: budget.all * forFeedback };
  const isHealthy = choice.kind === 'file' ? () => false : within;
  return { source, timed, tick, baseline, policies, budget, compromise, feedback, labels, isHealthy, healthy };
}

/** Runs the whole engine over one file in its order. */
export async function scan(input: ScanInput): Promise<ScanResult> {
  const began = performance.now();
  const { source, timed, tick, baseline, policies, compromise, feedback, labels, isHealthy, healthy } =
    await prepare(input);
  const reach = timed
    ? Math.max(SIX_HOURS, tick.kind === 'time' ? REACH_TICKS * tick.ms : 0)
    : REACH_TICKS * (tick.kind === 'count' ? tick.events : 1);
  const classics = input.classic.length > 0 ? new Classics(input.classic, baseline) : undefined;
  if (classics) for await (const page of healthy()) classics.warmUp(page.events, labelsOf(page, labels));
  const { calibration, calibrated, alarms, events: watched } = compromise;
  const watch = new CompromiseScan(calibration, baseline, calibrated, watched, alarms);
  const labelWatch = new FeedbackScan(feedback.reference, baseline, labels, watched, feedback.alarms);
  const engine = await ScanEngine.open(baseline, policies, source.topic, reach);
  try {
    let events = 0;
    const rejected: { row: number; field: string; reason: string }[] = [];
    for await (const page of together(source.pages())) {
      events += page.events.length;
      for (const { source: place, rejection } of page.rejections)
        if (rejected.length < REJECTIONS_LISTED)
          rejected.push({ row: place.offset, field: rejection.field, reason: rejection.reason });
      const rest = after(page, isHealthy);
      if (rest.events.length === 0) continue;
      const truth = labelsOf(rest, labels);
      await engine.take(rest, truth, [...watch.take(rest.events), ...labelWatch.take(rest)]);
      classics?.take(rest.events, truth);
    }
    await engine.take({ events: [], labels: [], rejections: [] }, [], labelWatch.finish());
    await engine.finish();
    const findings = [...(await engine.findings())].sort(
      (a, b) => a.raised_at.event - b.raised_at.event || a.id.localeCompare(b.id),
    );
    const measured = await engine.performance();
    const incidents = engine.incidents();
    const seconds = (performance.now() - began) / 1000;
    const found = {
      findings,
      performance: measured,
      incidents,
      classics,
      exposure: watch.exposures(),
      label_sources: labelWatch.sources(),
      compromise_blind: [...watch.blind(), ...labelWatch.blind()],
    };
    return { events, rejected, baseline, policies, seconds, timed, ...found };
  } finally {
    await engine.close();
  }
}

type Choice = Exclude<BaselineChoice, { kind: 'default' }>;

function resolve(choice: BaselineChoice, rows: number): Choice {
  if (choice.kind === 'rows' && choice.rows >= rows)
    throw new UsageProblem(
      `--baseline-rows ${choice.rows}: the file has ${rows} rows, so nothing would be left to scan`,
    );
  if (choice.kind !== 'default') return choice;
  return { kind: 'rows', rows: Math.min(DEFAULT_BASELINE_ROWS, Math.floor(rows / 4)) };
}

function baselineFilter(choice: Choice): (event: StoredEvent) => boolean {
  switch (choice.kind) {
    case 'file':
      return () => true;
    case 'rows':
      return ({ source }) => source.offset < choice.rows;
    case 'until':
      return ({ event }) => event.event_time < choice.time;
  }
}

/**
 * The parts of a source's pages that lie within a stretch.
 * @param byRow rows come in order, so the first page without one of them ends the stretch
 */
export async function* pagesWithin(
  source: FileSource,
  within: (event: StoredEvent) => boolean,
  byRow: boolean,
): AsyncIterable<Page> {
  for await (const page of source.pages()) {
    const events = page.events.filter(within);
    if (events.length > 0) yield { ...page, events };
    else if (page.events.length > 0 && byRow) return;
  }
}

async function makeScanBaseline(
  source: FileSource,
  model: string,
  tick: TickRule,
  input: ScanInput,
  within: (event: StoredEvent) => boolean,
  labels: LabelsByEvent | undefined,
): Promise<Baseline> {
  const pages = () => pagesWithin(source, within, input.baseline.kind !== 'until');
  async function* events() {
    for await (const page of pages()) yield page.events;
  }
  async function* truth() {
    for await (const page of pages()) yield labelsOf(page, labels);
  }
  const hasLabels = labels !== undefined || input.mapping?.label !== undefined;
  return makeBaseline({
    model,
    model_version: '',
    made_from: nameOf(source),
    tick,
    segment_fields: input.mapping?.segment ?? [],
    events,
    labels: hasLabels ? truth : undefined,
  });
}

async function policiesFor(
  input: ScanInput,
  source: FileSource,
  rows: number,
  baseline: Baseline,
  tick: TickRule,
  share: number,
): Promise<Pick<Prepared, 'policies' | 'budget'>> {
  const { alarms } = input;
  const span = tick.kind === 'time' || alarms.per === 'week' ? await surveyTimes(source) : undefined;
  const ticks =
    tick.kind === 'count'
      ? Math.ceil(rows / tick.events)
      : Math.ceil(((span?.to ?? 0) - (span?.from ?? 0)) / tick.ms) + 1;
  const count =
    alarms.per === 'scan' ? alarms.count : alarms.count * Math.max(1e-6, ((span?.to ?? 0) - (span?.from ?? 0)) / WEEK);
  const alarmsOf = (feed: Feed) => count * share * strandShare(baseline, feed);
  const policy = (feed: Feed) => policyFor({ baseline, feed, alarms_per_scan: alarmsOf(feed), ticks });
  const policies = { events: policy('events'), labels: policy('labels') };
  return { policies, budget: { ticks, alarms: alarmsOf('events'), all: count } };
}

/** Pages of a size that the store likes; how a file is cut into pages changes nothing that is found. */
async function* together(pages: AsyncIterable<Page>): AsyncIterable<Page> {
  let held: Page = { events: [], labels: [], rejections: [] };
  for await (const { events, labels, rejections } of pages) {
    held = {
      events: [...held.events, ...events],
      labels: [...held.labels, ...labels],
      rejections: [...held.rejections, ...rejections],
    };
    if (held.events.length + held.rejections.length < PAGE_ROWS) continue;
    yield held;
    held = { events: [], labels: [], rejections: [] };
  }
  yield held;
}

function isNative({ path, mapping }: ScanInput): boolean {
  return mapping === undefined && /\.(jsonl|ndjson)(\.gz)?$/i.test(path);
}

function after(page: Page, within: (event: StoredEvent) => boolean): Page {
  return { ...page, events: page.events.filter((event) => !within(event)) };
}
