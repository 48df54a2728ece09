import { MemoryAskingStore } from '@anchorwatch/compromise';
import { MemoryTelemetryStore, wholeEvent, type Prediction, type StoredEvent } from '@anchorwatch/telemetry';
import { describe, expect, it } from '@jest/globals';
import { askChurn, type ChurnWords } from './ask-churn.js';
import { churnText, isChanged } from './churn-text.js';

const words: ChurnWords = {
  model: 'credit',
  from_version: undefined,
  to_version: undefined,
  segment: undefined,
  tolerance: undefined,
};

/** Twenty questions under version 1, twelve of them again under version 2. */
async function released(answer: (k: number) => Prediction) {
  const event = (model_version: string, k: number, prediction: Prediction, status: 'ok' | 'error' = 'ok') =>
    wholeEvent({
      model: 'credit',
      model_version,
      request_id: `${model_version}-${k}-${status}`,
      event_time: (model_version === '1' ? 0 : 1_000_000) + k,
      features: { amount: k, country: k < 8 ? 'DE' : 'FR' },
      attributes: { channel: 'web' },
      prediction,
      status,
    });
  const events = [
    ...Array.from({ length: 20 }, (_, k) => event('1', k, { label: 'yes', score: 0.9 })),
    ...Array.from({ length: 12 }, (_, k) => event('2', k, answer(k))),
    event('2', 15, {}, 'error'),
  ];
  const stored: StoredEvent[] = events.map((one, offset) => ({
    event: one,
    source: { topic: 'inference.events', partition: 0, offset, part: 0 },
  }));
  const telemetry = new MemoryTelemetryStore();
  await telemetry.append({ events: stored, labels: [], rejections: [] }, { fresh: true });
  return { telemetry, asking: new MemoryAskingStore() };
}

const most = { most: 1_000 };

describe('the churn of a release', () => {
  it('is that of the two newest versions, right to the count and by segment', async () => {
    const store = await released((k) =>
      k < 3 ? { label: 'no', score: 0.9 } : { label: 'yes', score: k < 5 ? 0.8 : 0.9 },
    );
    const report = await askChurn(store, { ...words, segment: 'country,channel' }, most);
    expect(report).toMatchObject({
      from_version: '1',
      to_version: '2',
      traffic: {
        old_questions: 20,
        new_questions: 12,
        compared: 12,
        label: 3,
        score: 2,
        share: 5 / 12,
        segments: [
          { segment: 'channel=web', compared: 12, label: 3, score: 2 },
          { segment: 'country=DE', compared: 8, label: 3, score: 2 },
          { segment: 'country=FR', compared: 4, label: 0, score: 0 },
        ],
        turns: [{ from: 'yes', to: 'no', questions: 3 }],
      },
      golden: null,
    });
    expect(isChanged(report)).toBe(true);
    expect(churnText(report).split('\n').slice(0, 3)).toEqual([
      'credit, version "1" to "2"',
      '41.67 % changed: 3 by label, 2 by score only, of 12 of questions that callers asked of both (different ones; 20 of the former, 12 of the latter)',
      '  channel=web: 41.67 % changed: 3 by label, 2 by score only, of 12',
    ]);
  });

  it('counts golden questions of both versions beside it, by their last answers', async () => {
    const store = await released(() => ({ label: 'yes', score: 0.9 }));
    const asking = (question: string, model_version: string, round: number, label: string) => ({
      model: 'credit',
      baseline: 'b',
      question,
      round,
      turn: 0,
      asked_at: round,
      model_version,
      artefact_digest: '',
      answer: label === '' ? {} : { label },
      failure: label === '' ? ('unreachable' as const) : ('' as const),
      reason: '',
    });
    await store.asking.putAskings([
      asking('q1', '1', 1, 'no'),
      asking('q1', '1', 2, 'yes'),
      asking('q1', '2', 3, 'no'),
      asking('q2', '1', 2, 'yes'),
      asking('q2', '2', 4, 'yes'),
      asking('q2', '2', 5, ''),
      asking('q3', '2', 5, 'yes'),
    ]);
    const report = await askChurn(store, words, most);
    expect(report.traffic).toMatchObject({ compared: 12, share: 0 });
    expect(report.golden).toMatchObject({ compared: 2, label: 1, score: 0, old_questions: 2, new_questions: 3 });
  });

  it.each<[Partial<ChurnWords>, number, string]>([
    [{ to_version: '3' }, 1_000, 'to_version: nothing is stored of version "3" of credit'],
    [{ from_version: '0' }, 1_000, 'from_version: nothing is stored of version "0" of credit'],
    [{ from_version: '2' }, 1_000, 'from_version: is the version itself'],
    [{ to_version: '1' }, 1_000, 'from_version: no version of credit is stored before "1"'],
    [{ model: 'none' }, 1_000, 'model: nothing is stored of none'],
    [{ tolerance: 'much' }, 1_000, 'tolerance: expected a number from 0 to 1, got "much"'],
    [{ segment: 'abcdefghijk'.split('').join() }, 1_000, 'segment: names more than 10 fields'],
    [{}, 30, 'to_version: the two versions have 33 events, at most 30 are compared here'],
  ])('refuses %j of at most %d events, and says why', async (given, bound, message) => {
    const store = await released(() => ({ label: 'yes' }));
    await expect(askChurn(store, { ...words, ...given }, { most: bound })).rejects.toThrow(message);
  });

  it('stops when nobody waits for it', async () => {
    const store = await released(() => ({ label: 'yes' }));
    const signal = AbortSignal.abort(new Error('the client has left'));
    await expect(askChurn(store, words, { ...most, signal })).rejects.toThrow('the client has left');
  });
});
