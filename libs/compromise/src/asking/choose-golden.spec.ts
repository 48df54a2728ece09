import { describe, expect, it } from '@jest/globals';
import { wholeEvent } from '@anchorwatch/telemetry';
import { marginOf } from '../bits/margin.js';
import { healthy, place } from './asking.fixture.js';
import { chooseGolden, givenGolden } from './choose-golden.js';

describe('golden questions', () => {
  const golden = chooseGolden(healthy, place, { seed: 1 });

  it('are a quarter close to the boundary and otherwise spread, each once, with the answer given then', () => {
    expect(golden).toHaveLength(300);
    expect(new Set(golden.map(({ question }) => question)).size).toBe(300);
    const boundary = golden.filter(({ choice }) => choice === 'boundary').map(({ answer }) => marginOf(answer!)!);
    expect(boundary).toHaveLength(75);
    const margins = healthy.map(({ prediction }) => marginOf(prediction)!).sort((a, b) => a - b);
    expect(Math.max(...boundary)).toBeLessThan(margins[Math.floor(0.05 * margins.length)]!);
    expect(Math.min(...boundary)).toBeGreaterThan(1e-3);
    for (const { event_id, answer } of golden)
      expect(answer).toEqual(healthy.find((event) => event.event_id === event_id)!.prediction);
  });

  it('have the labels in proportion to the traffic', () => {
    const share = (labels: readonly (string | undefined)[]) =>
      labels.filter((label) => label === 'yes').length / labels.length;
    const spread = golden.filter(({ choice }) => choice === 'spread').map(({ answer }) => answer!.label);
    expect(Math.abs(share(spread) - share(healthy.map(({ prediction }) => prediction.label)))).toBeLessThan(0.03);
  });

  it('are the same for the same events in any order, and others for another seed', () => {
    expect(chooseGolden([...healthy].reverse(), place, { seed: 1 })).toEqual(golden);
    expect(chooseGolden(healthy, place, { seed: 2 })).not.toEqual(golden);
  });

  it('are fewer where there are fewer, and never errors or questions without an answer', () => {
    const failed = wholeEvent({ model: 'loans', request_id: 'f', event_time: 1, features: { a: 1 }, status: 'error' });
    const silent = wholeEvent({ model: 'loans', request_id: 's', event_time: 1, features: { a: 2 } });
    expect(chooseGolden([failed, silent], place, { seed: 1 })).toEqual([]);
    expect(chooseGolden(healthy.slice(0, 20), place, { seed: 1 }).length).toBeLessThanOrEqual(20);
  });

  it('of language models hold prompt and text where telemetry stores them, or are prompts that a person gives', () => {
    const text = { prompt: 'Hello', output: 'Hi' };
    const event = wholeEvent({ model: 'chat', request_id: 'p', event_time: 1, features: {}, text });
    expect(chooseGolden([event], place, { seed: 1 })).toMatchObject([{ prompt: 'Hello', answer: { label: 'Hi' } }]);
    expect(givenGolden(['Hello', 'Hello'], place)).toMatchObject([{ choice: 'given', prompt: 'Hello', answer: null }]);
  });
});
