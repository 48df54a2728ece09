import { beforeEach, expect, it } from '@jest/globals';
import type { Baseline } from '@anchorwatch/detection';
import type { ExploreRequest } from '../explore/request.js';
import type { Store } from '../open-store.js';
import { baseline, finding, performanceRow, profile, verdict } from './detection.fixture.js';

/** The names, rows and whether there are more of an answer to a question about all times. */
export type Ask = (request: Partial<ExploreRequest>) => Promise<{ names: string[]; rows: unknown[][]; more: boolean }>;

/** What Explore promises of what the monitor itself has put down. @param given the store that is open during a test */
export function exploreDatasetsContract(given: () => Store, ask: Ask): void {
  let store: Store;

  beforeEach(() => {
    store = given();
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
}
