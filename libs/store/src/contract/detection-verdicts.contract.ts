import { beforeEach, expect, it } from '@jest/globals';
import type { DetectionStore, Verdict } from '@anchorwatch/detection';
import { verdict } from './detection.fixture.js';

/** What every detection store promises of verdicts. @param given the store that is open during a test */
export function verdictsContract(given: () => DetectionStore): void {
  let store: DetectionStore;

  beforeEach(() => {
    store = given();
  });

  it('gives verdicts back to the last bit, one a window, the newest first', async () => {
    const odd = verdict({ psi: NaN, psi_noise: Infinity, ks: -Infinity, p_value: 5e-324, window_to: 1 });
    await store.putVerdicts([odd, verdict({ tick: 3, window_to: 120_000 })]);
    await store.putVerdicts([odd]);
    const read = await store.verdicts({ model: 'fraud', limit: 10 });
    expect(read).toEqual([verdict({ tick: 3, window_to: 120_000 }), odd]);
    expect(await store.verdicts({ model: 'fraud', limit: 1 })).toHaveLength(1);
  });

  it('gives all verdicts of a tick together, so that pages meet exactly, also beyond the limit', async () => {
    const subjects = ['a', 'b', 'c', 'd', 'e'];
    const all = [3, 2, 1].flatMap((tick) =>
      subjects.map((subject) => verdict({ subject, tick, window_to: tick * 60_000 })),
    );
    await store.putVerdicts([...all].reverse());
    const read: Verdict[] = [];
    const lengths: number[] = [];
    for (let to: number | undefined; ; to = read.at(-1)!.window_to) {
      const page = await store.verdicts({ model: 'fraud', limit: 7, ...(to === undefined ? {} : { to }) });
      if (page.length === 0) break;
      read.push(...page);
      lengths.push(page.length);
    }
    expect(read).toEqual(all);
    expect(lengths).toEqual([10, 5]);
  });

  it('filters verdicts by every field, and by the end of their window in [from, to)', async () => {
    await store.putVerdicts([verdict(), verdict({ subject: 'other', scale: 2, segment: 'a=b', baseline: 'next' })]);
    const one = { baseline: 'next', subject: 'other', scale: 2, segment: 'a=b' };
    expect(await store.verdicts({ model: 'fraud', limit: 10, ...one })).toHaveLength(1);
    expect(await store.verdicts({ model: 'fraud', limit: 10, from: 60_000, to: 60_001 })).toHaveLength(2);
    expect(await store.verdicts({ model: 'fraud', limit: 10, from: 60_001 })).toEqual([]);
    expect(await store.verdicts({ model: 'fraud', limit: 10, to: 60_000 })).toEqual([]);
  });

  it('counts the verdicts of a stretch and those that passed, by subject and segment', async () => {
    await store.putVerdicts([
      verdict({ tick: 1, window_to: 60_000 }),
      verdict({ tick: 2, window_to: 120_000, alarm: false }),
      verdict({ tick: 2, window_to: 120_000, scale: 2 }),
      verdict({ tick: 2, window_to: 120_000, segment: 'a=b', alarm: false }),
      verdict({ tick: 3, window_to: 180_000 }),
    ]);
    const { subject } = verdict();
    expect(await store.verdictTallies('fraud', { from: 60_000, to: 180_000 })).toEqual([
      { subject, segment: '', windows: 3, alarms: 2 },
      { subject, segment: 'a=b', windows: 1, alarms: 0 },
    ]);
    expect(await store.verdictTallies('other', { from: 0, to: 180_000 })).toEqual([]);
  });

  it('gives the newest verdict of every subject and segment, at the largest scale', async () => {
    const newest = verdict({ tick: 3, window_to: 120_000, scale: 2 });
    const other = verdict({ segment: 'a=b' });
    await store.putVerdicts([verdict(), verdict({ tick: 3, window_to: 120_000 }), newest, other]);
    expect(await store.latestVerdicts('fraud')).toEqual([newest, other]);
    expect(await store.latestVerdicts('another')).toEqual([]);
  });

  it('tells each cell of time by its most surprising window, the most surprising rows first', async () => {
    const test = { statistic: 'ks', value: 0.3, p_value: 0.002, critical: 0.31 };
    const at = (minute: number, fields: Partial<Verdict>) =>
      verdict({ tick: minute, window_to: minute * 60_000, alarm: false, psi: 0, ...fields });
    const worst = at(3, { p_value: 0.002, tests: [test, { ...test, statistic: 'v1' }], psi: NaN });
    const calm = [at(1, { p_value: 0.5 }), at(2, { p_value: 0.4, insufficient: true }), at(4, { p_value: 0.3 })];
    const other = [
      at(2, { subject: 'b', p_value: 0, alarm: true }),
      at(2, { subject: 'b', p_value: 0, scale: 2, psi: 1 }),
    ];
    const outside = [at(0, {}), at(5, {}), at(3, { model: 'other' }), at(3, { segment: 'a=b', p_value: 0.9 })];
    await store.putVerdicts([worst, ...calm, ...other, ...outside]);
    await store.putVerdicts([worst]);
    const question = { model: 'fraud', from: 0, to: 240_000, cell_ms: 120_000, rows: 2 };
    const heat = await store.heat(question);
    expect(heat.left_out).toBe(1);
    const said = heat.rows.map(({ subject, segment, cells }) => [
      subject,
      segment,
      ...cells.map((one) => [one.cell, one.windows, one.alarms, one.insufficient, one.worst.tick, one.worst.scale]),
    ]);
    expect(said).toEqual([
      ['b', '', [0, 2, 1, 0, 2, 2]],
      ['amount', '', [0, 2, 0, 1, 2, 1], [1, 2, 0, 0, 3, 1]],
    ]);
    const [, { cells }] = heat.rows as [unknown, (typeof heat.rows)[number]];
    const { tests: _t, model: _m, subject: _u, segment: _s, ...numbers } = worst;
    const { test: first, ...told } = cells[1]!.worst;
    expect(numbers).toMatchObject(told);
    expect(first).toEqual(test);
    expect(cells[1]!.surprise).toBeCloseTo(Math.log(0.002) / Math.log(0.001), 12);
    expect(await store.heat({ ...question, subject: 'amount', rows: 9 })).toMatchObject({
      rows: [{ segment: '' }, { segment: 'a=b' }],
      left_out: 0,
    });
    expect((await store.heat({ ...question, segment: 'a=b' })).rows).toHaveLength(1);
    expect(await store.heat({ ...question, model: 'nobody' })).toEqual({ rows: [], left_out: 0 });
  });
}
