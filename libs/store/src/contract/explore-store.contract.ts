import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Baseline } from '@anchorwatch/detection';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { ExploreAnswer } from '../explore/explore-store.js';
import type { ExploreRequest } from '../explore/request.js';
import { toCsv, toJsonl } from '../explore/to-text.js';
import { toParquet } from '../explore/to-parquet.js';
import type { Store } from '../open-store.js';
import { baseline, finding, performanceRow, profile, verdict } from './detection.fixture.js';

const HOUR = 3_600_000;
const all = { from: -1, to: 100 * HOUR };

/** What Explore promises of a store, as tests. */
export function exploreStoreContract(
  name: string,
  open: () => Promise<{ store: Store; close: () => Promise<void> }>,
): void {
  describe(`${name} to explore`, () => {
    let store: Store;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    const ask = async (
      request: Partial<ExploreRequest>,
    ): Promise<{ names: string[]; rows: unknown[][]; more: boolean }> => {
      const answer = await store.explore.ask({ dataset: 'events', ...all, ...request });
      const rows = await rowsOf(answer);
      return { names: answer.columns.map((column) => column.name), rows, more: answer.truncated() };
    };

    it('groups events by features and time, and measures them', async () => {
      await put(store);
      expect(
        await ask({
          group_by: ['features.carrier'],
          bucket_ms: HOUR,
          measures: [{ op: 'count' }, { op: 'avg', field: 'features.delay' }, { op: 'max', field: 'latency_ms' }],
        }),
      ).toEqual({
        names: ['bucket', 'features.carrier', 'count', 'avg(features.delay)', 'max(latency_ms)'],
        rows: [
          [0, 'AA', 1, 0, null],
          [0, "D'L", 1, 10, null],
          [HOUR, 'AA', 2, 25, 7],
        ],
        more: false,
      });
    });

    it('filters by every kind of value', async () => {
      await put(store);
      const filtered = async (field: string, op: '=' | 'in' | 'contains' | '>', value: never): Promise<unknown> =>
        (await ask({ filters: [{ field, op, value }], measures: [{ op: 'count' }] })).rows[0]![0];
      expect(await filtered('features.carrier', '=', "D'L" as never)).toBe(1);
      expect(await filtered('features.carrier', 'contains', "'" as never)).toBe(1);
      expect(await filtered('features.carrier', 'in', ['AA', 'x\\'] as never)).toBe(3);
      expect(await filtered('features.delay', '>', 5 as never)).toBe(3);
      expect(await filtered('features.night', '=', true as never)).toBe(4);
      expect(await filtered('event_time', '>', HOUR as never)).toBe(1);
      expect(await filtered('attributes.region', '=', 'north' as never)).toBe(4);
    });

    it('gives rows newest first, and says when there are more than the limit', async () => {
      await put(store);
      const columns = ['event_time', 'features.delay'];
      expect(await ask({ columns, limit: 2 })).toEqual({
        names: columns,
        rows: [
          [HOUR + 1, 30],
          [HOUR, 20],
        ],
        more: true,
      });
      expect((await ask({ columns, limit: 4, order: 'asc' })).rows[0]).toEqual([0, 0]);
      expect((await ask({ models: ['another'] })).rows).toEqual([]);
    });

    it('gives every row once and nothing else when an answer comes in many pieces', async () => {
      const count = 20_000;
      const events = Array.from({ length: count }, (_, offset) => ({
        source: { topic: 't', partition: 0, offset, part: 0 },
        event: eventOf(offset, { delay: offset }),
      }));
      await store.telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
      const { rows, more } = await ask({ columns: ['event_id', 'features.delay'], order: 'asc', limit: count });
      expect(rows).toEqual(events.map(({ event }, at) => [event.event_id, at]));
      expect(more).toBe(false);
    });

    it('shows verdicts, findings, profiles, labels and incidents', async () => {
      await store.detection.putVerdicts([verdict()]);
      await store.detection.putFindings([finding()]);
      await store.detection.putProfiles([profile()]);
      const count = async (dataset: ExploreRequest['dataset']): Promise<number> => (await ask({ dataset })).rows.length;
      expect(await count('verdicts')).toBe(1);
      expect(await count('findings')).toBe(1);
      expect(await count('profiles')).toBe(1);
      expect(await count('labels')).toBe(0);
      expect(await count('incidents')).toBe(0);
      expect((await ask({ dataset: 'verdicts', measures: [{ op: 'quantile', q: 0.9, field: 'psi' }] })).rows).toEqual([
        [0.1],
      ]);
    });

    it('shows performance by measure, with what is not known yet as nothing', async () => {
      const known = { value: 0.9, low: 0.85, high: 0.95 };
      await store.detection.putPerformance([
        performanceRow({
          settled: true,
          realised: known,
          labelled: 700,
          estimated: null,
          reliable: false,
          reason: 'no score',
        }),
      ]);
      const columns = ['metric', 'realised', 'realised_low', 'estimated', 'reliable', 'reason', 'settled', 'labelled'];
      expect((await ask({ dataset: 'performance', columns })).rows).toEqual([
        [performanceRow().metric, 0.9, 0.85, null, 0, 'no score', 1, 700],
      ]);
      const measures = [{ op: 'avg', field: 'realised' }] as const;
      expect((await ask({ dataset: 'performance', group_by: ['metric'], measures })).rows).toEqual([
        [performanceRow().metric, 0.9],
      ]);
    });

    it('counts the values of a profile, also where its counts are events and sums over them', async () => {
      const made = baseline();
      const subjects: Baseline['subjects'] = [
        ...made.subjects,
        {
          subject: 'features together',
          role: 'features together',
          bins: { kind: 'sums', directions: 2 },
          ordered: false,
          psi_groups: [],
          profiles: [],
        },
      ];
      await store.detection.putBaseline({ ...made, subjects });
      const beside = { nulls: 1, wrong_type: 0, nans: 0, infinities: 0, below: 0, above: 0, baseline: made.digest };
      await store.detection.putProfiles([
        profile({ ...beside, subject: 'amount', counts: [3, 4] }),
        profile({ ...beside, subject: 'features together', counts: [7, 500, 900] }),
        profile({ ...beside, subject: 'outcomes', counts: [3, 4] }),
      ]);
      const { rows } = await ask({ dataset: 'profiles', columns: ['subject', 'n'] });
      expect(new Map(rows as [string, number | null][])).toEqual(
        new Map([
          ['amount', 8],
          ['features together', 8],
          ['outcomes', null],
        ]),
      );
    });

    it('folds an incident from what the ledger says of it', async () => {
      const entry = {
        stream: 'model:fraud',
        actor: 'monitor',
        recorded_at: 5,
        subject_id: 'inc-1',
        previous_hash: '',
        hash: '',
      };
      const diagnosis = {
        incident_id: 'inc-1',
        kind: 'data fault',
        severity: 'high',
        confidence: 0.9,
        words: 'distance is longer',
      };
      await store.ledger.append([
        {
          ...entry,
          seq: 1,
          entry_id: '1',
          type: 'incident.opened',
          body: { ...diagnosis, kind: 'input drift', finding: finding() },
        },
        { ...entry, seq: 2, entry_id: '2', type: 'incident.diagnosed', body: diagnosis },
        {
          ...entry,
          seq: 3,
          entry_id: '3',
          type: 'incident.resolved',
          body: { incident_id: 'inc-1', verdict: 'true', note: '' },
        },
      ]);
      const columns = ['opened_at', 'id', 'model', 'kind', 'severity', 'confidence', 'state', 'verdict', 'findings'];
      expect((await ask({ dataset: 'incidents', columns })).rows).toEqual([
        [70_000, 'inc-1', 'fraud', 'data fault', 'high', 0.9, 'resolved', 'true', 1],
      ]);
    });

    it('names every part of a question that is wrong', async () => {
      await put(store);
      const wrong = ask({
        group_by: ['model', 'foo'],
        filters: [{ field: 'latency_ms', op: '=', value: "1' OR 1" }],
        measures: [{ op: 'sum' }, { op: 'sum', field: 'model' }, { op: 'quantile', field: 'latency_ms', q: 2 }],
      });
      await expect(wrong).rejects.toMatchObject({
        name: 'ExploreRefused',
        fields: [
          { field: 'group_by[1]', reason: expect.stringContaining('unknown field "foo"; known: event_time, model') },
          { field: 'measures[0].field', reason: 'sum needs a field' },
          { field: 'measures[1].field', reason: '"model" cannot be used to measure' },
          { field: 'measures[2].q', reason: 'expected a number between 0 and 1, got 2' },
          { field: 'filters[0].value', reason: 'expected a finite number, got "1\' OR 1"' },
        ],
      });
    });

    it('lists fields, those that telemetry brought included', async () => {
      await put(store);
      const { events, verdicts } = await store.explore.fields();
      expect(events.find((field) => field.name === 'features.delay')?.type).toBe('number');
      expect(events.find((field) => field.name === 'features.carrier')?.measure).toBe(false);
      expect(verdicts.map((field) => field.name)).toContain('psi_critical');
    });

    it('writes CSV, JSONL and Parquet, and lets the next question in after one that was left', async () => {
      await put(store);
      const request: ExploreRequest = {
        dataset: 'events',
        ...all,
        columns: ['event_time', 'features.carrier'],
        order: 'asc',
      };
      for await (const _ of (await store.explore.ask(request)).pages) break;
      const csv = await joined(toCsv(await store.explore.ask(request)));
      expect(csv.split('\r\n').slice(0, 3)).toEqual([
        'event_time,features.carrier',
        '1970-01-01T00:00:00.000Z,AA',
        "1970-01-01T00:00:00.001Z,D'L",
      ]);
      const jsonl = await joined(toJsonl(await store.explore.ask(request)));
      expect(JSON.parse(jsonl.split('\n')[1]!)).toEqual({ event_time: 1, 'features.carrier': "D'L" });
      const pieces: Uint8Array[] = [];
      for await (const piece of toParquet(await store.explore.ask(request))) pieces.push(piece);
      const file = Buffer.concat(pieces);
      expect([file.subarray(0, 4).toString(), file.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
    });
  });
}

async function put(store: Store): Promise<void> {
  const events = [
    { time: 0, carrier: 'AA', delay: 0 },
    { time: 1, carrier: "D'L", delay: 10 },
    { time: HOUR, carrier: 'AA', delay: 20 },
    { time: HOUR + 1, carrier: 'AA', delay: 30, latency_ms: 7 },
  ].map(({ time, carrier, delay, latency_ms }, offset) => ({
    source: { topic: 't', partition: 0, offset, part: 0 },
    event: eventOf(time, { carrier, delay, night: true }, latency_ms),
  }));
  await store.telemetry.append({ events, labels: [], rejections: [] }, { fresh: true });
}

function eventOf(event_time: number, features: InferenceEvent['features'], latency_ms?: number): InferenceEvent {
  return {
    tenant: '',
    model: 'fraud',
    model_version: '1',
    artefact_digest: '',
    endpoint: '',
    request_id: `r${event_time}`,
    row: 0,
    event_id: `r${event_time}#0`,
    event_time,
    features,
    prediction: {},
    principal: {},
    status: 'ok',
    error_type: '',
    ...(latency_ms === undefined ? {} : { latency_ms }),
    sampling_fraction: 1,
    session_id: '',
    trace_id: '',
    attributes: { region: 'north' },
  };
}

async function rowsOf(answer: ExploreAnswer): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const page of answer.pages) rows.push(...page.map((row) => [...row]));
  return rows;
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}
