import { describe, expect, it } from '@jest/globals';
import { unpackMemory } from '../memory/packed.js';
import { Chance } from '../traffic.fixture.js';
import { calibrateFeedback, type FeedbackCalibration } from './calibrate-feedback.js';
import type { FeedbackSignal } from './feedback-signal.js';
import { FeedbackWatcher } from './feedback-watcher.js';
import { labels, other, type Change } from './feedback.fixture.js';
import type { LabelledQuestion } from './labelled-question.js';

const healthy = labels(1, 0, 4_000);
const calibration = calibrateFeedback('loans', '1', healthy);
const budget = { alarms: 0.0125, labels: 4_000 };

/** Every part of the watch has something to remember: flips and their end, labels that come fast, many of one source, again, and otherwise by everybody. */
const change: Change = (source, at, truth, chance) => {
  if (source === 's2' && at < 6_000 && chance.uniform() < 0.4) return { label: other(truth) };
  if (at >= 7_000 && source !== 's0' && at % 3 > 0) return { source: 's11', label_time: 7e6 + (at % 50) };
  return {};
};
const early = labels(31, 4_000, 4_500, change);
const questions = [
  ...early.map((question, at): LabelledQuestion => {
    if (at % 10 !== 0 || at < 1_000) return question;
    const { event, label } = early[at % 30]!;
    return { ...question, event, label: { ...label, source: 's5', label_time: question.label.label_time } };
  }),
  ...labels(32, 8_500, 1_500, undefined, 0.3),
];

function watched(with_: FeedbackCalibration, cuts: ReadonlySet<number>) {
  let watcher = new FeedbackWatcher(with_, budget);
  const signals: FeedbackSignal[] = [];
  for (const [at, question] of questions.entries()) {
    if (cuts.has(at)) watcher = FeedbackWatcher.restore(with_, budget, watcher.memory());
    signals.push(...watcher.take(question));
  }
  return { signals, memory: unpackMemory(watcher.memory()), sources: watcher.sources() };
}

const whole = watched(calibration, new Set());

describe('the memory of a watch over labels', () => {
  it('is of a watch in which every part has had something to say', () => {
    const begun = new Set(whole.signals.map(({ sign }) => sign.name));
    expect([...begun]).toEqual(expect.arrayContaining(['flips', 'burst', 'share', 'relabelled', 'mix']));
    expect(whole.signals.some(({ ended }) => ended !== undefined)).toBe(true);
  });

  it.each([41, 42, 43])('goes on bit for bit wherever it is cut (%i)', (seed) => {
    const chance = new Chance(seed);
    const cuts = new Set(Array.from({ length: 40 }, () => Math.floor(questions.length * chance.uniform())));
    expect(watched(calibration, cuts)).toEqual(whole);
  });

  it('belongs to the calibration that a store gives back as well', () => {
    const kept = JSON.parse(JSON.stringify(calibration)) as FeedbackCalibration;
    expect(watched(kept, new Set([2_000]))).toEqual(whole);
    const halfway = new FeedbackWatcher(calibration, budget);
    for (const question of questions.slice(0, 500)) halfway.take(question);
    expect(() => FeedbackWatcher.restore(kept, budget, halfway.memory())).not.toThrow();
  });

  it('is held to another budget from the next label on, with nothing forgotten', () => {
    const poor = { alarms: 1e-9, labels: 1e6 };
    const spent = new FeedbackWatcher(calibration, poor);
    const born = new FeedbackWatcher(calibration, budget);
    const before = questions.slice(0, 300);
    for (const question of before) expect(spent.take(question)).toEqual(born.take(question));
    spent.spend(budget);
    const rest = questions.slice(300);
    expect(rest.flatMap((question) => spent.take(question))).toEqual(rest.flatMap((question) => born.take(question)));
    const kept = new FeedbackWatcher(calibration, budget);
    kept.spend(poor);
    const found = questions.flatMap((question) => kept.take(question));
    expect(found.length).toBeLessThan(whole.signals.length);
  });
});
