import { describe, expect, it } from '@jest/globals';
import type { Prediction } from '@anchorwatch/telemetry';
import { ChurnCount } from './churn.js';

const of = (question: string, answer: Prediction, ...segments: readonly string[]) => ({
  question,
  event_id: `event of ${question}`,
  answer,
  segments,
});

describe('churn', () => {
  it('is right to the count: labels, scores, segments and turns of questions that both versions answered', () => {
    const churn = new ChurnCount(1e-6);
    for (let k = 0; k < 100; k++) {
      const segment = `country=${k < 60 ? 'DE' : 'FR'}`;
      const before = { label: k % 2 === 0 ? 'yes' : 'no', score: 0.8 };
      churn.take('old', of(`q${k}`, before, segment));
      // 7 labels turn in DE and 3 in FR; 10 more answers have another score only.
      const turns = k < 7 || k >= 97;
      const moves = k >= 20 && k < 30;
      const label = turns ? (before.label === 'yes' ? 'no' : 'yes') : before.label;
      churn.take('new', of(`q${k}`, { label, score: moves ? 0.7 : 0.8 }, segment));
    }
    for (let k = 0; k < 5; k++) churn.take('old', of(`only old ${k}`, { label: 'yes' }));
    for (let k = 0; k < 4; k++) churn.take('new', of(`only new ${k}`, { label: 'yes' }));
    const found = churn.result();
    expect(found).toMatchObject({
      old_questions: 105,
      new_questions: 104,
      compared: 100,
      label: 10,
      score: 10,
      share: 0.2,
      incomparable: 0,
      left_out: 0,
      segments: [
        { segment: 'country=DE', compared: 60, label: 7, score: 10, share: 17 / 60 },
        { segment: 'country=FR', compared: 40, label: 3, score: 0, share: 3 / 40 },
      ],
      // Even ones of 0…6 and 98; odd ones of 1…5, 97 and 99.
      turns: [
        { from: 'no', to: 'yes', questions: 5 },
        { from: 'yes', to: 'no', questions: 5 },
      ],
    });
    // Ten of the ninety whose label stayed moved by 0.1.
    expect(found.mean_change).toBeCloseTo(1 / 90, 12);
    expect(found.examples).toHaveLength(20);
    expect(found.examples.slice(0, 10).every(({ before, now }) => before.label !== now.label)).toBe(true);
  });

  it('counts a question once, by its last answer under either version', () => {
    const churn = new ChurnCount(0);
    churn.take('new', of('q', { label: 'b' }));
    churn.take('old', of('q', { label: 'b' }));
    churn.take('old', of('q', { label: 'a' }));
    churn.take('new', of('q', { label: 'a' }));
    expect(churn.result()).toMatchObject({ compared: 1, label: 0, score: 0, share: 0 });
  });

  it('says what cannot be compared, and what it does not hold', () => {
    const churn = new ChurnCount(0, 2);
    for (const question of ['a', 'b', 'c', 'c']) churn.take('old', of(question, { label: 'x' }));
    churn.take('new', of('a', { value: 1 }));
    expect(churn.result()).toMatchObject({ compared: 0, incomparable: 1, left_out: 2, share: 0, mean_change: 0 });
  });

  it('takes small changes of a number for none', () => {
    const churn = new ChurnCount(0.05);
    churn.take('old', of('q', { label: 'a', score: 0.8 }));
    churn.take('new', of('q', { label: 'a', score: 0.76 }));
    expect(churn.result()).toMatchObject({ compared: 1, score: 0 });
  });
});
