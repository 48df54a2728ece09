import { describe, expect, it } from '@jest/globals';
import { calibrate, type PlacedEvent } from '../calibrate.js';
import { findingOf } from '../finding-of.js';
import { guardedTexts } from '../prompts/guarded.js';
import { keyedHashes } from '../texts/keyed-hashes.js';
import { textsReader } from '../texts/read-texts.js';
import { asked } from '../traffic.fixture.js';
import { Watcher } from '../watcher.js';
import { canary } from './canary.js';

const guarded = guardedTexts(['kestrel-4f9a-77c1'], undefined);
const secret = 'It is KESTREL 4F9A 77C1.';
const say = (offset: number, output: string, key = `k${offset % 30}`) =>
  asked(offset, { key }, {}, { text: { prompt: `Where is my order ${offset}?`, output } });
const healthy = Array.from({ length: 600 }, (_, k) => say(k, `Order ${k} is on its way.`));
const budget = { alarms: 0.25, questions: 604_800 };

function signals(events: readonly PlacedEvent[], calibrated: readonly PlacedEvent[] = healthy) {
  const watcher = new Watcher(calibrate('assistant', '1', calibrated, 'everything', { guarded }), budget);
  return events.flatMap((placed) => watcher.take(placed)).filter(({ bit }) => bit.name === 'canary');
}

describe('a canary token in an answer', () => {
  it.each([1, 3, 100])('is an alarm by itself, and accuses who got it, as the answer of question %p', (at) => {
    const events = Array.from({ length: at + 300 }, (_, k) =>
      k === at - 1 ? say(1_000 + k, secret, 'thief') : say(1_000 + k, 'It is on its way.'),
    );
    const found = signals(events);
    expect(found.filter(({ ended }) => ended === undefined)).toHaveLength(1);
    expect(found[0]).toMatchObject({ excess: { set: 1, critical: 1, last: { offset: 999 + at } } });
    expect(found[0]!.p_value).toBeLessThan(found[0]!.alpha);
    const calibration = calibrate('assistant', '1', healthy, 'everything', { guarded });
    const finding = findingOf(found[0]!, calibration, { baseline: 'b', tickOf: () => 0 });
    expect(finding).toMatchObject({ kind: 'leakage', principals: ['thief'] });
    expect(finding.words).toContain('canary');
    expect(found.filter(({ ended }) => ended !== undefined)).toHaveLength(1);
  });

  it('is one signal while it comes again and again, and another after it was gone', () => {
    const events = (at: (k: number) => boolean) =>
      Array.from({ length: 1_500 }, (_, k) => say(1_000 + k, at(k) ? secret : 'It is on its way.'));
    const begun = (all: readonly PlacedEvent[]) => signals(all).filter(({ ended }) => ended === undefined);
    expect(begun(events((k) => k % 50 === 7))).toHaveLength(1);
    expect(begun(events((k) => k === 7 || k === 1_000))).toHaveLength(2);
    expect(begun(events(() => false))).toEqual([]);
  });

  it('is not spoken of where intake read the answer before it knew of canaries', () => {
    const hashes = keyedHashes('a secret of the specs');
    const kept = (read: ReturnType<typeof textsReader>) => (placed: PlacedEvent) => {
      const { text, ...event } = placed.event;
      return { ...placed, event: { ...event, text_signs: read(text!) } };
    };
    const [knowing, unknowing] = [kept(textsReader(hashes, guarded)), kept(textsReader(hashes))];
    expect(signals([unknowing(say(1_000, secret))], healthy.map(knowing))).toEqual([]);
    expect(signals([knowing(say(1_000, secret))], healthy.map(knowing))).toHaveLength(1);
    expect(signals([knowing(say(1_000, secret))], healthy.map(unknowing))).toEqual([]);
  });

  it('cannot be seen without tokens, without answers, and where it is no secret', () => {
    const questions = healthy.map((placed) => ({ ...placed, point: undefined }));
    const bare = asked(0, { key: 'a' }, {});
    expect(canary.fit(questions, {})).toEqual({ blind: 'no canary tokens' });
    expect(canary.fit([{ ...bare, point: undefined }], { guarded })).toEqual({ blind: 'no answers with a text' });
    const known = { ...say(0, secret), point: undefined };
    expect(canary.fit([...questions, known], { guarded })).toEqual({ blind: expect.stringContaining('no secret') });
  });
});
