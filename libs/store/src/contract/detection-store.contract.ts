import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  besides,
  distancesOf,
  noDistances,
  noneBeside,
  type DetectionStore,
  type Verdict,
} from '@anchorwatch/detection';
import { baseline, finding, performanceRow, profile, progress, verdict } from './detection.fixture.js';

/**
 * What every detection store promises, as tests.
 * @param open gives an empty store; it is closed after each test
 */
export function detectionStoreContract(
  name: string,
  open: () => Promise<{ store: DetectionStore; close: () => Promise<void> }>,
): void {
  describe(`${name} as a detection store`, () => {
    let store: DetectionStore;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(async () => {
      await close();
    });

    it('gives back the whole baseline by its digest, and lists baselines without their bulk', async () => {
      await store.putBaseline(baseline());
      await store.putBaseline(baseline());
      await store.putBaseline(baseline({ digest: 'other', model: 'other' }));
      expect(await store.baseline('digest')).toEqual(baseline());
      expect(await store.baseline('unknown')).toBeUndefined();
      const { subjects: _s, volume: _v, ...head } = baseline();
      expect(await store.baselines('fraud')).toEqual([head]);
      expect((await store.baselines()).map(({ digest }) => digest)).toEqual(['digest', 'other']);
    });

    it('sums profiles over partitions, each counted once however often it is put', async () => {
      await store.putProfiles([
        profile(),
        profile({ partition: 1, counts: [1, 1, 1], first_offset: 2, last_time: 99 }),
      ]);
      await store.putProfiles([profile()]);
      const { topic: _t, partition: _p, ...rest } = profile();
      expect(await store.mergedProfiles('fraud', 'digest', { from: 0, to: 9 })).toEqual([
        {
          ...rest,
          counts: [2, 3, 4],
          nulls: 2,
          wrong_type: 4,
          nans: 6,
          infinities: 8,
          below: 10,
          above: 12,
          first_offset: 2,
          last_time: 99,
        },
      ]);
    });

    it('gives profiles of ticks in [from, to) in order, of one subject and segment when asked', async () => {
      const ticks = [7, -3, 5].map((tick) => profile({ tick }));
      await store.putProfiles([...ticks, profile({ tick: 5, subject: 'other' }), profile({ tick: 5, segment: 'a=b' })]);
      const range = { from: -3, to: 7, subject: 'amount', segment: '' };
      expect((await store.mergedProfiles('fraud', 'digest', range)).map(({ tick }) => tick)).toEqual([-3, 5]);
      expect(await store.mergedProfiles('fraud', 'digest', { from: 5, to: 6 })).toHaveLength(3);
      expect(await store.mergedProfiles('fraud', 'another', range)).toEqual([]);
      expect(await store.firstTick('fraud', 'digest', 'events')).toBe(-3);
      expect(await store.firstTick('fraud', 'another', 'events')).toBeUndefined();
      expect(await store.firstTick('fraud', 'digest', 'events', -2)).toBe(5);
      expect(await store.firstTick('fraud', 'digest', 'events', 8)).toBeUndefined();
      expect(await store.firstTick('fraud', 'digest', 'labels')).toBeUndefined();
      await store.putProfiles([profile({ tick: 6, subject: 'truth' })]);
      expect(await store.firstTick('fraud', 'digest', 'labels')).toBe(6);
    });

    it('adds up stretches by segment and subject, and says how far two lie apart', async () => {
      await store.putProfiles([
        profile({ tick: 1, counts: [10, 20, 30] }),
        profile({ tick: 1, partition: 1, counts: [1, 0, 4] }),
        profile({ tick: 2, counts: [30, 20, 10] }),
        profile({ tick: 2, segment: 'a=b', counts: [9, 9, 9] }),
      ]);
      const subject = { subject: 'amount', ordered: true, psi_groups: [0, 0, 1] };
      const unseen = { subject: "nobody's", ordered: false, psi_groups: [0, 1] };
      const [first, second] = [1, 2].map((from) => ({ segment: '', from, to: from + 1 }));
      const question = { model: 'fraud', baseline: 'digest', subjects: [unseen, subject], a: first!, b: second! };
      const [found, nothing] = await store.compareProfiles(question);
      const times = (count: number) =>
        besides.reduce((all, name) => ({ ...all, [name]: count * profile()[name] }), noneBeside);
      const a = { counts: [11, 20, 34], ...times(2) };
      const b = { counts: [30, 20, 10], ...times(1) };
      const distances = distancesOf(a.counts, b.counts, subject);
      expect(found).toMatchObject({ subject: 'amount', a, b });
      expect(found!.distances.psi).toBeCloseTo(distances.psi, 12);
      expect(found!.distances.ks).toBeCloseTo(distances.ks, 12);
      expect(found!.distances.neyman).toHaveLength(distances.neyman.length);
      const empty = { counts: [0, 0], ...noneBeside };
      expect(nothing).toEqual({ subject: "nobody's", a: empty, b: empty, distances: noDistances });
      const reference = { ...subject, reference: [50.5, 0, 50] };
      const [against] = await store.compareProfiles({ ...question, subjects: [reference], a: undefined });
      expect(against!.a).toEqual({ counts: [50.5, 0, 50], ...noneBeside });
      expect(against!.distances.psi).toBeCloseTo(distancesOf(reference.reference, b.counts, subject).psi, 12);
      expect(await store.summedProfiles('fraud', 'digest', { from: 1, to: 3, subject: 'amount' })).toEqual([
        { segment: '', subject: 'amount', counts: [41, 40, 44], ...times(3) },
        { segment: 'a=b', subject: 'amount', counts: [9, 9, 9], ...times(1) },
      ]);
      expect(await store.summedProfiles('fraud', 'digest', { from: 3, to: 9 })).toEqual([]);
    });

    it('tells where the profiles of a subject were counted', async () => {
      await store.putProfiles([
        profile({ tick: 5, partition: 1, last_offset: 8, subject: 'truth' }),
        profile({ tick: 5, partition: 0, last_offset: 4, subject: 'truth' }),
        profile({ tick: 5, partition: 0, subject: 'truth', segment: 'a=b' }),
        profile({ tick: 6, subject: 'truth' }),
        profile({ tick: 5, subject: 'outcomes' }),
      ]);
      const found = await store.profilePlaces('fraud', 'digest', { from: 5, to: 6, subject: 'truth' });
      expect(found.map(({ tick, partition, last_offset }) => [tick, partition, last_offset])).toEqual([
        [5, 0, 4],
        [5, 1, 8],
      ]);
      const { topic, first_time, last_time } = profile();
      expect(found[0]).toEqual({ tick: 5, topic, partition: 0, last_offset: 4, first_time, last_time });
      expect(await store.firstTick('fraud', 'digest', 'events')).toBeUndefined();
      expect(await store.firstTick('fraud', 'digest', 'labels')).toBe(5);
    });

    it('divides the events of a stretch over the hours of the week, before 1970 as well', async () => {
      const hour = 3_600_000;
      await store.putProfiles([
        profile({ tick: -1, counts: [1, 0, 0] }),
        profile({ tick: 0, counts: [2, 0, 0] }),
        profile({ tick: 168, counts: [3, 1, 0] }),
        profile({ tick: 1, segment: 'a=b' }),
        profile({ tick: 200 }),
      ]);
      const { nulls, wrong_type, nans, infinities } = profile();
      const outside = nulls + wrong_type + nans + infinities;
      expect(await store.hourSums('fraud', 'digest', { segment: '', from: -5, to: 200 }, hour)).toEqual([
        { subject: 'amount', hour: 71, values: 1, everything: 1 + outside },
        { subject: 'amount', hour: 72, values: 6, everything: 6 + 2 * outside },
      ]);
    });

    it('keeps performance by window, and a row that waits for labels replaces none that has them', async () => {
      const waiting = performanceRow();
      const settled = performanceRow({ settled: true, realised: { value: 0.9, low: 0.85, high: 0.95 }, labelled: 700 });
      const later = performanceRow({ tick: 9, window_to: 99, estimated: null, reliable: false, reason: 'no score' });
      await store.putPerformance([
        waiting,
        later,
        performanceRow({ metric: 'brier' }),
        performanceRow({ model: 'other' }),
      ]);
      expect(await store.lastPerformance('fraud', 'digest')).toBe(9);
      expect(await store.lastPerformance('fraud', 'another')).toBeUndefined();
      const window = { first_tick: 2, tick: 5, from: 10, to: 50, first_offset: 3, last_offset: 8 };
      expect(await store.unsettledPerformance('fraud', 'digest', 9, 10)).toEqual([window]);
      expect((await store.unsettledPerformance('fraud', 'digest', 10, 1)).map(({ tick }) => tick)).toEqual([5]);
      await store.putPerformance([settled, performanceRow({ metric: 'brier', settled: true })]);
      await store.putPerformance([waiting]);
      expect(await store.unsettledPerformance('fraud', 'digest', 9, 10)).toEqual([]);
      expect(await store.performance({ model: 'fraud', metric: 'accuracy', limit: 10 })).toEqual([later, settled]);
      expect(await store.performance({ model: 'fraud', metric: 'accuracy', segment: '', limit: 1 })).toEqual([later]);
      expect(await store.performance({ model: 'fraud', to: 99, limit: 1 })).toHaveLength(2);
      expect(await store.performance({ model: 'fraud', from: 100, limit: 1 })).toEqual([]);
      expect(await store.performance({ model: 'fraud', baseline: 'another', limit: 1 })).toEqual([]);
    });

    it('keeps the performance of a baseline with it, and leaves it out of lists', async () => {
      const performance = { kind: 'blind', reason: 'no labels' } as const;
      await store.putBaseline(baseline({ performance }));
      expect(await store.baseline('digest')).toEqual(baseline({ performance }));
      expect((await store.baselines('fraud'))[0]).not.toHaveProperty('performance');
    });

    it('remembers the last progress of each partition', async () => {
      await store.putProgress(progress());
      await store.putProgress(progress({ position: 9, closed_below: { 'fraud digest': Infinity } }));
      await store.putProgress(progress({ topic: 'other' }));
      expect(await store.progress()).toEqual([
        progress({ position: 9, closed_below: { 'fraud digest': Infinity } }),
        progress({ topic: 'other' }),
      ]);
      expect(await store.progress('other')).toEqual([progress({ topic: 'other' })]);
    });

    it('turns no progress back when somebody who was replaced writes late', async () => {
      await store.putProgress(progress({ position: 9, resume_offset: 8 }));
      await store.putProgress(progress({ position: 8, resume_offset: 1 }));
      expect(await store.progress()).toEqual([progress({ position: 9, resume_offset: 8 })]);
      await store.putProgress(progress({ position: 9, resume_offset: 9 }));
      expect(await store.progress()).toEqual([progress({ position: 9, resume_offset: 9 })]);
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

    it('replaces a finding by its id, and gives the newest first', async () => {
      const ended = finding({ ended_at: { event: 9, time: 90_000 } });
      const later = finding({ id: 'later', raised_at: { event: 8, time: 80_000 }, model: 'other' });
      await store.putFindings([finding(), later]);
      await store.putFindings([ended]);
      expect(await store.findings({ limit: 10 })).toEqual([later, ended]);
      expect(await store.findings({ model: 'fraud', limit: 10 })).toEqual([ended]);
      expect(await store.findings({ model: 'fraud', subject: 'score', limit: 10 })).toEqual([ended]);
      expect(await store.findings({ subject: 'unknown', limit: 10 })).toEqual([]);
      expect(await store.findings({ ids: ['later', 'unknown'], limit: 10 })).toEqual([later]);
      expect(await store.findings({ ids: [], limit: 10 })).toEqual([]);
      expect(await store.findings({ limit: 1 })).toEqual([later]);
      const { time } = ended.raised_at;
      expect(await store.findings({ from: time, to: 80_000, limit: 10 })).toEqual([ended]);
      expect(await store.findings({ from: time + 1, limit: 10 })).toEqual([later]);
      expect(await store.findings({ from: time + 1, to: 80_000, limit: 10 })).toEqual([]);
    });

    it('turns no finding back to an earlier stage of its episode, and takes the last of one stage', async () => {
      const alarm = finding({ kind: 'drift', tier: 'alarm' });
      const constant = finding({ kind: 'constant answer' });
      const ended = finding({ kind: 'constant answer', ended_at: { event: 9, time: 90_000 } });
      const stages = [finding({ tier: 'watch' }), alarm, constant, ended];
      for (const [at, stage] of stages.entries()) {
        await store.putFindings([stage]);
        await store.putFindings(stages.slice(0, at));
        expect(await store.findings({ limit: 10 })).toEqual([stage]);
        const again = { ...stage, words: 'said again' };
        await store.putFindings([again]);
        expect(await store.findings({ limit: 10 })).toEqual([again]);
      }
    });

    it('adds up what was used of the alarm budget in a stretch of event time, repeated writes once', async () => {
      const tests = [
        { statistic: 'ks', value: 0.1, p_value: 0.4, critical: 0.2 },
        { statistic: 'v1', value: 1, p_value: 0.5, critical: 5 },
      ];
      const judged = [1, 2, 3].map((tick) => verdict({ tick, window_to: tick * 60_000, cost: 0.25, tests }));
      await store.putVerdicts(judged);
      await store.putVerdicts([...judged, verdict({ model: 'other', window_to: 60_000, cost: 0.125, tests: [] })]);
      const raised_at = { event: 1, time: 120_000 };
      await store.putFindings([
        finding({ id: 'a', raised_at }),
        finding({ id: 'b', raised_at, tier: 'watch' }),
        finding({ id: 'c', raised_at, tier: 'digest', model: 'other' }),
        finding({ id: 'd', raised_at: { event: 1, time: 180_000 } }),
      ]);
      expect(await store.budgetUse({ from: 60_000, to: 180_000 })).toEqual([
        { model: 'fraud', tests: 4, spent: 0.5, alarms: 1, watches: 1, digests: 0 },
        { model: 'other', tests: 0, spent: 0.125, alarms: 0, watches: 0, digests: 1 },
      ]);
      expect(await store.budgetUse({ from: 0, to: 1 })).toEqual([]);
    });

    it('remembers the last judgement of each stream', async () => {
      const judgement = {
        model: 'fraud',
        baseline: 'digest',
        feed: 'events' as const,
        tick: -1,
        state: '{"a":"é\\n"}',
      };
      await store.putJudgement({ ...judgement, tick: -2 });
      await store.putJudgement(judgement);
      await store.putJudgement({ ...judgement, tick: -2, state: 'of one who was replaced' });
      expect(await store.judgement('fraud', 'digest', 'events')).toEqual(judgement);
      await store.putJudgement({ ...judgement, state: 'of the same tick, later' });
      expect((await store.judgement('fraud', 'digest', 'events'))?.state).toBe('of the same tick, later');
      expect(await store.judgement('fraud', 'digest', 'labels')).toBeUndefined();
    });

    it('takes nothing at all', async () => {
      await store.putProfiles([]);
      await store.putVerdicts([]);
      await store.putFindings([]);
      expect(await store.findings({ limit: 1 })).toEqual([]);
    });
  });
}
