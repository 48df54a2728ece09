import { describe, expect, it } from '@jest/globals';
import { honey } from '../bits/honey.js';
import { isBlind } from '../bits/detector.js';
import { calibrate, type PlacedEvent } from '../calibrate.js';
import { findingOf } from '../finding-of.js';
import { asked, Chance, names, ordinary } from '../traffic.fixture.js';
import { Watcher } from '../watcher.js';
import { honeyHash, honeyListOf, readHoneyList } from './honey-list.js';

const healthy = ordinary(new Chance(1), 0, 2_000);
const questionsOf = (events: readonly PlacedEvent[]) => events.map((placed) => ({ ...placed, point: undefined }));
const chance = new Chance(5);
const records = Array.from({ length: 20 }, () => ({
  ...Object.fromEntries(names.map((name) => [name, Number(chance.normal().toFixed(4))])),
  kind: 'plain',
}));
const list = honeyListOf(records, 'a salt that is long enough');

describe('honey records', () => {
  it('are seen whatever else a question holds, and however its numbers are written', () => {
    const fitted = honey.fit(questionsOf(healthy), { honey: list });
    if (isBlind(fitted)) throw new Error(fitted.blind);
    const reader = honey.open(fitted);
    const record: Record<string, number | string> = records[0]!;
    const read = (features: Record<string, number | string>) =>
      reader.read(questionsOf([asked(0, { key: 'x' }, features)])[0]!)[0];
    expect(read({ ...record, note: 'more' })).toEqual({ because: expect.stringMatching(/^honey record \S{8}$/) });
    expect(read({ ...record, a: Number(record['a']) + 1e-13 })).not.toBe(false);
    expect(read({ ...record, a: Number(record['a']) + 1e-4 })).toBe(false);
    expect(questionsOf(healthy).filter((question) => reader.read(question)[0] !== false)).toEqual([]);
  });

  it('are proof: who asks about three of them is named, among thousands of questions', () => {
    const calibration = calibrate('loans', '1', healthy, 'everything', { honey: list });
    const watcher = new Watcher(calibration, { alarms: 0.05, questions: 3_000 });
    const events = ordinary(new Chance(2), 2_000, 3_000).flatMap((placed, k) =>
      k % 600 === 500 ? [placed, asked(placed.offset + 0.5, { key: 'thief' }, records[k % 20]!)] : [placed],
    );
    const [signal, ...others] = events
      .flatMap((placed) => watcher.take(placed))
      .filter(({ bit, ended }) => bit.name === 'honey' && ended === undefined);
    expect(others).toEqual([]);
    expect(signal!.excess.set).toBe(3);
    const finding = findingOf(signal!, calibration, { baseline: 'b', tickOf: () => 0 });
    expect(finding).toMatchObject({ kind: 'membership probing', principals: ['thief'] });
  });

  it('are blind without a list, with features that nobody asks, and when they are no secret', () => {
    expect(honey.fit(questionsOf(healthy), {})).toEqual({ blind: 'no list of honey records' });
    const other = honeyListOf([{ age: 3 }], list.salt);
    expect(honey.fit(questionsOf(healthy), { honey: other })).toEqual({
      blind: expect.stringContaining('feature age'),
    });
    const known = honeyListOf([{ ...healthy[7]!.event.features }], list.salt);
    expect(honey.fit(questionsOf(healthy), { honey: known })).toEqual({ blind: expect.stringContaining('no secret') });
  });
});

describe('a list of honey records', () => {
  it('is read as it was written, and holds nothing of the records', () => {
    const text = JSON.stringify(list);
    expect(readHoneyList(JSON.parse(text))).toEqual(list);
    for (const record of records) expect(text).not.toContain(String(record['a' as keyof typeof record]));
    expect(honeyHash({ ...list, salt: 'another salt, long enough' }, records[0]!)).not.toBe(
      honeyHash(list, records[0]!),
    );
  });

  it.each([
    [{ ...list, anchorwatch_honey: 2 }, 'anchorwatch_honey: expected 1'],
    [{ ...list, salt: 'short' }, 'salt: expected at least 16 characters'],
    [{ ...list, features: [] }, 'features: expected at least one name'],
    [{ ...list, features: [3] }, 'features[0]: expected text'],
    [{ ...list, records: ['plain'] }, 'records[0]: expected 22 characters'],
    [{ ...list, records: [] }, 'records: expected at least one hash'],
    ['list', 'anchorwatch_honey: expected 1'],
  ])('is refused with the place of what is wrong: %#', (document, why) => {
    expect(() => readHoneyList(document)).toThrow(why);
  });
});
