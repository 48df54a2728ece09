import { describe, expect, it } from '@jest/globals';
import { MemoryRefused, unpackMemory } from '../memory/packed.js';
import { calibrateFeedback } from './calibrate-feedback.js';
import { feedbackBlindSpots } from './feedback-blind.js';
import { feedbackFinding } from './feedback-finding.js';
import type { FeedbackSignal } from './feedback-signal.js';
import { FeedbackWatcher } from './feedback-watcher.js';
import { labels, other, type Change } from './feedback.fixture.js';
import type { LabelledQuestion } from './labelled-question.js';

const healthy = labels(1, 0, 4_000);
const calibration = calibrateFeedback('loans', '1', healthy);
const budget = { alarms: 0.0125, labels: 4_000 };

function watch(questions: readonly LabelledQuestion[]): { begun: FeedbackSignal[]; ended: FeedbackSignal[] } {
  const watcher = new FeedbackWatcher(calibration, budget);
  const signals = questions.flatMap((question) => watcher.take(question));
  return {
    begun: signals.filter(({ ended }) => ended === undefined),
    ended: signals.filter(({ ended }) => ended !== undefined),
  };
}

const flips =
  (bad: string, rate: number): Change =>
  (source, _, truth, chance) =>
    source === bad && chance.uniform() < rate ? { label: other(truth) } : {};

describe('a watch over labels', () => {
  it('says nothing of healthy ones, whoever gives them', () => {
    for (const seed of [11, 12]) expect(watch(labels(seed, 4_000, 4_000)).begun).toEqual([]);
  });

  it('accuses the source that flips three of ten, and nobody else', () => {
    const { begun } = watch(labels(21, 4_000, 4_000, flips('s2', 0.3)));
    expect(new Set(begun.map(({ source }) => source))).toEqual(new Set(['s2']));
    const [signal] = begun;
    expect(signal!.sign.suspicion).toBe('poisoning');
    expect(signal!.examples.every(({ source }) => source === 's2')).toBe(true);
    expect(signal!.p_value).toBeLessThan(signal!.alpha);
  });

  it('names the class that a source labels as the other one', () => {
    const bad: Change = (source, _, truth, chance) =>
      source === 's1' && truth === 'no' && chance.uniform() < 0.3 ? { label: 'yes' } : {};
    const { begun } = watch(labels(22, 4_000, 4_000, bad));
    expect(begun.map(({ source }) => source)).toContain('s1');
    expect(new Set(begun.map(({ source }) => source)).size).toBe(1);
  });

  it('accuses no source where everybody labels otherwise, and says that everybody does', () => {
    const { begun } = watch(labels(23, 4_000, 4_000, undefined, 0.15));
    expect(begun.map(({ source }) => source).filter((source) => source !== '')).toEqual([]);
    expect(begun.some(({ source }) => source === '')).toBe(true);
  });

  it('ends when the source labels as before', () => {
    const bad: Change = (source, at, truth, chance) =>
      source === 's0' && at < 5_200 && chance.uniform() < 0.5 ? { label: other(truth) } : {};
    const { begun, ended } = watch(labels(24, 4_000, 5_000, bad));
    expect(new Set(begun.map(({ source }) => source))).toEqual(new Set(['s0']));
    for (const signal of begun)
      expect(ended).toContainEqual({ ...signal, ended: { offset: expect.any(Number), time: expect.any(Number) } });
  });

  it('sees a source that gives ten labels at once, and one that gives most of them', () => {
    const many: Change = (source, at) => (at >= 6_000 && source !== 's0' && at % 3 > 0 ? { source: 's11' } : {});
    expect(watch(labels(25, 4_000, 4_000, many)).begun.map(({ sign, source }) => [sign.name, source])).toContainEqual([
      'share',
      's11',
    ]);
    const fast: Change = (source, at) =>
      at % 400 < 40 && at > 5_000 ? { source: 's3', label_time: (at - (at % 400)) * 1_000 + (at % 400) } : { source };
    expect(watch(labels(26, 4_000, 4_000, fast)).begun.map(({ sign, source }) => [sign.name, source])).toContainEqual([
      'burst',
      's3',
    ]);
  });

  it('sees labels that fall on events which were labelled before', () => {
    const events = labels(27, 4_000, 3_000);
    const again = events.map((question, at) => {
      if (at < 1_000 || question.label.source !== 's1') return question;
      const { event, label } = events[at % 20]!;
      return { ...question, event, label: { ...label, source: 's1', label_time: question.label.label_time } };
    });
    expect(watch(again).begun.map(({ sign, source }) => [sign.name, source])).toContainEqual(['relabelled', 's1']);
  });

  it('states how small a share of flips it would find, smaller where there are more labels', () => {
    const watcher = new FeedbackWatcher(calibration, budget);
    for (const question of labels(28, 4_000, 4_000)) watcher.take(question);
    const states = watcher.sources();
    expect(states.map(({ source }) => source)).toContain('s0');
    const byLabels = [...states].sort((a, b) => a.judged - b.judged);
    const [few, many] = [byLabels[0]!, byLabels.at(-1)!];
    expect(many.smallest).toBeLessThan(few.smallest ?? 1);
    expect(many.smallest).toBeGreaterThan(0.02);
    expect(states.every(({ suspected }) => !suspected)).toBe(true);
  });

  it('is a finding of poisoning with the source as the accused', () => {
    const [signal] = watch(labels(21, 4_000, 4_000, flips('s2', 0.3))).begun;
    const finding = feedbackFinding(signal!, calibration, { baseline: 'b1', tickOf: () => 7 });
    expect(finding).toMatchObject({ kind: 'poisoning', principals: ['s2'], role: 'bit', tick: 7, ended_at: null });
    expect(finding.evidence.techniques!.atlas).toContain('AML.T0020');
    expect(finding.words).toMatch(/labels of source s2/);
    expect(
      feedbackFinding({ ...signal!, ended: { offset: 1, time: 1 } }, calibration, { baseline: 'b1', tickOf: () => 7 })
        .id,
    ).toBe(finding.id);
  });

  it('goes on from its memory as if nothing had happened', () => {
    const questions = labels(29, 4_000, 3_000, flips('s2', 0.3));
    const whole = new FeedbackWatcher(calibration, budget);
    const undisturbed = questions.flatMap((question) => whole.take(question));
    let watcher = new FeedbackWatcher(calibration, budget);
    const signals = questions.flatMap((question, at) => {
      if ([100, 777, 1_500].includes(at)) watcher = FeedbackWatcher.restore(calibration, budget, watcher.memory());
      return watcher.take(question);
    });
    expect(signals).toEqual(undisturbed);
    expect(unpackMemory(watcher.memory())).toEqual(unpackMemory(whole.memory()));
    const foreign = { ...calibration, model_version: '2' };
    expect(() => FeedbackWatcher.restore(foreign, budget, watcher.memory())).toThrow(MemoryRefused);
  });

  it('says where it is blind', () => {
    const mute = labels(1, 0, 200, () => ({ source: '' }));
    expect(feedbackBlindSpots(calibrateFeedback('loans', '1', mute))).toContainEqual({
      detector: 'flips',
      reason: 'the healthy labels name no sources',
    });
    const few = feedbackBlindSpots(calibrateFeedback('loans', '1', healthy.slice(0, 300)));
    expect(few.find(({ detector }) => detector === 'flips')!.reason).toMatch(
      /^insufficient calibration: \d+ healthy windows/,
    );
    expect(feedbackBlindSpots(calibrateFeedback('loans', '1', [])).map(({ detector }) => detector)).toContain('flips');
    expect(feedbackBlindSpots(calibration).map(({ detector }) => detector)).toEqual(['far']);
  });
});
