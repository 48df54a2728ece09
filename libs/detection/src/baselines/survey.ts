import type { InferenceEvent, StoredEvent, StoredLabel } from '@anchorwatch/telemetry';
import type { TickRule } from './baseline.js';
import { segmentValue } from '../counting/layout.js';
import { answerRoles, subjectOfFeature, truthOf, valueOf } from '../counting/subjects.js';
import { SurveyRoom } from './survey-room.js';
import { Tally } from './tally.js';

/** Pages in time order. */
export type Pages<Row> = Iterable<readonly Row[]> | AsyncIterable<readonly Row[]>;

/** The baseline cannot be made from what was given; the message says what to give instead. */
export class BaselineRefused extends Error {
  override readonly name = 'BaselineRefused';

  /** @param about what of the question to change */
  constructor(
    message: string,
    readonly about: 'events' | 'tick' | 'segment_fields' = 'events',
  ) {
    super(message);
  }
}

/** What the first pass finds out. */
export interface Survey {
  readonly events: number;
  readonly from: number;
  readonly to: number;
  /** The first and last offset of labels: in a file, the rows of the events they are about. */
  readonly offsets?: { readonly first: number; readonly last: number };
  /** By subject, in order of appearance: features, then answers. */
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly segments: readonly string[];
}

const mostFeatures = 2_000;
const mostSegmentsPerField = 20;
const leastSegmentEvents = 200;
const distinctSegments = 10_000;

/** Reads all events once: which subjects there are, their values, and the segments that are large enough to be watched. @param see is shown every event */
export async function surveyEvents(
  pages: Pages<StoredEvent>,
  segmentFields: readonly string[],
  see: (event: InferenceEvent, at: number) => void = () => undefined,
): Promise<Survey> {
  const features = new Map<string, Tally>();
  const room = new SurveyRoom();
  const answers = new Map(answerRoles.map((role) => [role, new Tally(role, room)]));
  const segments = segmentFields.map((field) => ({ field, counts: new Map<string, number>() }));
  let events = 0;
  let from = Infinity;
  let to = -Infinity;
  for await (const page of pages) {
    for (const { event } of page) {
      see(event, events);
      events++;
      from = Math.min(from, event.event_time);
      to = Math.max(to, event.event_time);
      for (const feature in event.features) {
        const value = valueOf(event, 'feature', feature);
        if (value !== undefined) tallyOf(features, feature, room).take(value);
      }
      for (const [role, tally] of answers) {
        const value = valueOf(event, role, '');
        if (value !== undefined && value !== null) tally.take(value);
      }
      for (const { field, counts } of segments) {
        const value = segmentValue(event, field);
        if (value !== undefined && (counts.has(value) || counts.size < distinctSegments)) {
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
      }
    }
  }
  const tallies = new Map<string, Tally>();
  for (const feature of [...features.keys()].sort()) tallies.set(subjectOfFeature(feature), features.get(feature)!);
  for (const [role, tally] of answers) if (!tally.empty) tallies.set(role, tally);
  tallies.set('errors', new Tally('errors', room));
  const known = segments.flatMap(({ field, counts }) => largestSegments(field, counts));
  return { events, from, to, tallies, segments: known };
}

/** Reads all labels once. */
export async function surveyLabels(pages: Pages<StoredLabel>): Promise<Survey> {
  const truth = new Tally('truth', new SurveyRoom());
  let events = 0;
  let from = Infinity;
  let to = -Infinity;
  let [first, last] = [Infinity, -Infinity];
  for await (const page of pages) {
    for (const { source, label } of page) {
      events++;
      first = Math.min(first, source.offset);
      last = Math.max(last, source.offset);
      from = Math.min(from, label.label_time);
      to = Math.max(to, label.label_time);
      truth.take(truthOf(label));
    }
  }
  return {
    events,
    from,
    to,
    offsets: { first, last },
    tallies: new Map(events > 0 ? [['truth', truth]] : []),
    segments: [],
  };
}

/** First tick and number of ticks. @throws BaselineRefused when there would be too many to measure. */
export function spanOf(survey: Survey, tick: TickRule): { readonly first: number; readonly ticks: number } {
  const rows = survey.offsets ?? { first: 0, last: survey.events - 1 };
  const [from, to, length] =
    tick.kind === 'time' ? [survey.from, survey.to, tick.ms] : [rows.first, rows.last, tick.events];
  const first = Math.floor(from / length);
  const ticks = Math.floor(to / length) - first + 1;
  if (ticks > 200_000) {
    throw new BaselineRefused(
      `the tick cuts the baseline into ${ticks} pieces, at most 200000 are measured: choose a longer tick`,
      'tick',
    );
  }
  return { first, ticks };
}

function tallyOf(features: Map<string, Tally>, feature: string, room: SurveyRoom): Tally {
  let tally = features.get(feature);
  if (tally === undefined) {
    if (features.size >= mostFeatures)
      throw new BaselineRefused(`more than ${mostFeatures} features: ${feature} is one too many`);
    tally = new Tally('feature', room);
    features.set(feature, tally);
  }
  return tally;
}

function largestSegments(field: string, counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts]
    .filter(([, count]) => count >= leastSegmentEvents)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, mostSegmentsPerField)
    .map(([value]) => `${field}=${value}`);
}
