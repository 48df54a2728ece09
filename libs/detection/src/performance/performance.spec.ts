import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Baseline } from '../baselines/baseline.js';
import { defaultPolicy, policyFor, testsPerTick } from '../budget/policy.js';
import { normal, uniform } from '../streams.fixture.js';
import { labelFindings, labelled, labelledBaseline, outcomeProfiles } from './labelled.fixture.js';
import { outcomeLayout, Outcomes } from './outcome-layout.js';
import { readMetric } from './read-metric.js';
import type { MetricName } from './task.js';

/** Scores that are true probabilities; from `change` on the truth turns into its opposite in a share of the events. */
function classifier(seed: number, from: number, rows: number, change = Infinity, wrong = 0.15) {
  const u = uniform(seed);
  return labelled(from, rows, (k) => {
    const score = 0.02 + 0.96 * u() ** 2;
    const sure = u() < score;
    const truth = k >= change && u() < wrong ? !sure : sure;
    return {
      event: {
        features: { amount: u() },
        prediction: { score, label: score >= 0.5 ? '1' : '0' },
        attributes: { desk: k % 2 === 0 ? 'north' : 'south' },
      },
      truth: { label: truth ? '1' : '0' },
    };
  });
}

function policyOf(baseline: Baseline, ticks = 400) {
  return policyFor({ baseline, feed: 'labels', alarms_per_scan: 0.05, ticks });
}

function read(baseline: Baseline, metric: MetricName, counts: readonly number[]) {
  if (baseline.performance?.kind !== 'measured') throw new Error('performance was measured');
  const { task } = baseline.performance;
  return readMetric(task, metric, new Outcomes(outcomeLayout(task), counts))!;
}

describe('the performance of a classifier with two classes', () => {
  let baseline: Baseline;
  const healthy = classifier(1, 0, 6000);

  beforeAll(async () => {
    baseline = await labelledBaseline(healthy, { kind: 'count', events: 20 }, ['desk']);
  });

  it('is measured on the baseline, over all and by segment', () => {
    const { performance } = baseline;
    if (performance?.kind !== 'measured') throw new Error('performance was measured');
    expect(performance.task).toMatchObject({ kind: 'binary', positive: '1', negative: '0', has_labels: true });
    expect(performance.task).toMatchObject({ score: { meaning: 'positive', is_probability: true } });
    expect(performance.profiles.map(({ segment, labelled: n }) => [segment, n])).toEqual([
      ['', 6000],
      ['desk=north', 3000],
      ['desk=south', 3000],
    ]);
    const right = healthy.events.filter(({ event }, k) => event.prediction.label === healthy.labels[k]!.label.label);
    const values = new Map(performance.profiles[0]!.metrics.map(({ metric, value }) => [metric, value]));
    expect(values.get('accuracy')).toBeCloseTo(right.length / 6000, 12);
    const loss = healthy.events.reduce((sum, { event }, k) => {
      const { score } = event.prediction;
      return sum - Math.log(healthy.labels[k]!.label.label === '1' ? score! : 1 - score!) / 6000;
    }, 0);
    expect(Math.abs(values.get('log_loss')! - loss)).toBeLessThan(1e-6);
    expect([...values.keys()]).toEqual([
      'accuracy',
      'precision',
      'recall',
      'f1',
      'roc_auc',
      'log_loss',
      'brier',
      'ece',
    ]);
    // The scores are true probabilities: nothing has to be mapped, and what is left of the calibration error is noise.
    expect(values.get('ece')).toBeLessThan(0.02);
    for (const { overdispersion } of performance.profiles[0]!.metrics)
      for (const { factor } of overdispersion) expect(factor).toBeLessThan(2);
  });

  it('pays for every measure in the budget', () => {
    const { performance: _, ...without } = baseline;
    const looks = testsPerTick(baseline, 'labels') - testsPerTick(without, 'labels');
    const perTest = testsPerTick({ ...baseline, subjects: [] }, 'labels', defaultPolicy) / 8;
    expect(looks / perTest).toBeCloseTo(8, 9);
    expect(testsPerTick(baseline, 'events')).toBe(testsPerTick(without, 'events'));
  });

  it('is silent while nothing changes, and told within a few hundred labels when answers become wrong', () => {
    expect(
      labelFindings(baseline, policyOf(baseline), classifier(2, 6000, 4000)).filter(({ tier }) => tier === 'alarm'),
    ).toEqual([]);
    const found = labelFindings(baseline, policyOf(baseline), classifier(3, 6000, 3000, 1000));
    const alarms = found.filter(({ tier }) => tier === 'alarm');
    const [first] = [...alarms].sort((a, b) => a.raised_at.event - b.raised_at.event);
    expect(first).toMatchObject({ detector: 'performance', kind: 'performance', role: 'performance' });
    expect(first!.raised_at.event).toBeGreaterThanOrEqual(7000);
    expect(first!.raised_at.event).toBeLessThan(7000 + 400);
    const accuracy = alarms.find(({ subject, segment }) => subject === 'accuracy' && segment === '')!;
    expect(accuracy.words).toMatch(
      /^accuracy is lower: 0\.\d+ instead of 0\.\d+, 95 % between 0\.\d+ and 0\.\d+ \(n \d+, effective \d+; critical 0\.\d+\)$/,
    );
    expect(accuracy.evidence.current[0]).toBeLessThan(accuracy.evidence.reference[0]!);
    expect(new Set(alarms.map(({ subject }) => subject)).size).toBeGreaterThan(3);
  });

  it('counts labels whose event nobody knows, and guesses nothing about them', () => {
    const { events, labels } = classifier(4, 6000, 200);
    const profiles = outcomeProfiles(baseline, { events: events.slice(0, 150), labels });
    const whole = profiles.filter(({ segment }) => segment === '');
    expect(whole.reduce((sum, { nulls }) => sum + nulls, 0)).toBe(50);
    const summed = whole[0]!.counts.map((_, k) => whole.reduce((sum, { counts }) => sum + counts[k]!, 0));
    const right = events.slice(0, 150).filter(({ event }, k) => event.prediction.label === labels[k]!.label.label);
    expect(read(baseline, 'accuracy', summed).value).toBeCloseTo(right.length / 150, 12);
  });

  it('takes the later of two labels of one event, and leaves answers of other classes aside', () => {
    const { events, labels } = classifier(5, 6000, 2);
    const [first, second] = labels.map(({ source, label }) => ({ source, label: { ...label, label: '0' } }));
    const corrected = { source: { ...first!.source, offset: 6001 }, label: { ...first!.label, label: '1' } };
    const other = { source: second!.source, label: { ...second!.label, label: 'maybe' } };
    const [profile] = outcomeProfiles(baseline, { events, labels: [first!, corrected, other] });
    expect(profile).toMatchObject({ nulls: 0, wrong_type: 1, first_offset: 6001 });
    expect(read(baseline, 'recall', profile!.counts).trials).toEqual([1]);
  });

  it('weighs events by the share of traffic they stand for', () => {
    const { events, labels } = classifier(6, 6000, 40);
    const sampled = events.map(({ source, event }, k) => ({
      source,
      event: { ...event, sampling_fraction: k < 10 ? 0.1 : 1 },
    }));
    const profiles = outcomeProfiles(baseline, { events: sampled, labels }).filter(({ segment }) => segment === '');
    const summed = profiles[0]!.counts.map((_, k) => profiles.reduce((sum, { counts }) => sum + counts[k]!, 0));
    const right = (k: number) => (events[k]!.event.prediction.label === labels[k]!.label.label ? 1 : 0);
    const weight = (k: number) => (k < 10 ? 10 : 1);
    const all = events.map((_, k) => k);
    const mean = all.reduce((sum, k) => sum + weight(k) * right(k), 0) / 130;
    const reading = read(baseline, 'accuracy', summed);
    expect(reading.value).toBeCloseTo(mean, 12);
    // (Σw)²/Σw²: ten heavy events and thirty light ones are worth about sixteen.
    expect(reading.trials[0]).toBeCloseTo(130 ** 2 / (10 * 100 + 30), 9);
  });
});

describe('the performance of other models', () => {
  it('is that of several classes', async () => {
    const u = uniform(7);
    const names = ['ant', 'bee', 'cat'];
    const stream = labelled(0, 3000, () => {
      const truth = names[Math.floor(3 * u())]!;
      const label = u() < 0.8 ? truth : names[Math.floor(3 * u())]!;
      const rest = Object.fromEntries(names.map((name) => [name, name === label ? 0.8 : 0.1]));
      return { event: { prediction: { label, classes: rest } }, truth: { label: truth } };
    });
    const baseline = await labelledBaseline(stream);
    if (baseline.performance?.kind !== 'measured') throw new Error('performance was measured');
    const values = new Map(baseline.performance.profiles[0]!.metrics.map((metric) => [metric.metric, metric.value]));
    const right = stream.events.filter(
      ({ event }, k) => event.prediction.label === stream.labels[k]!.label.label,
    ).length;
    expect(values.get('accuracy')).toBeCloseTo(right / 3000, 12);
    expect(values.get('macro_recall')).toBeCloseTo(right / 3000, 1);
    const share = right / 3000;
    expect(values.get('log_loss')).toBeCloseTo(-share * Math.log(0.8) - (1 - share) * Math.log(0.1), 5);
  });

  it('is that of a number', async () => {
    const [u, z] = [uniform(8), normal(9)];
    const numbers = (seedless: number, from: number, rows: number, bias: number) =>
      labelled(from, rows, (k) => {
        const truth = 50 + 10 * z();
        return {
          event: { features: { a: u() }, prediction: { value: truth + 2 * z() + (k >= seedless ? bias : 0) } },
          truth: { value: truth },
        };
      });
    const stream = numbers(0, 0, 4000, 0);
    const baseline = await labelledBaseline(stream);
    if (baseline.performance?.kind !== 'measured') throw new Error('performance was measured');
    const values = new Map(baseline.performance.profiles[0]!.metrics.map((metric) => [metric.metric, metric.value]));
    const errors = stream.events.map(({ event }, k) => event.prediction.value! - stream.labels[k]!.label.value!);
    const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
    expect(values.get('rmse')! / Math.sqrt(mean(errors.map((e) => e * e)))).toBeCloseTo(1, 4);
    expect(values.get('mae')! / mean(errors.map(Math.abs))).toBeCloseTo(1, 3);
    expect(values.get('mean_error')).toBeCloseTo(mean(errors), 2);
    expect(values.get('r2')).toBeCloseTo(0.96, 2);
    const policy = policyOf(baseline);
    expect(
      labelFindings(baseline, policy, numbers(Infinity, 4000, 4000, 0)).filter(({ tier }) => tier === 'alarm'),
    ).toEqual([]);
    const alarms = labelFindings(baseline, policy, numbers(1000, 4000, 3000, 1)).filter(({ tier }) => tier === 'alarm');
    expect(alarms.map(({ subject }) => subject)).toContain('mean_error');
    expect(Math.min(...alarms.map(({ raised_at }) => raised_at.event))).toBeLessThan(4000 + 1000 + 600);
    expect(Math.min(...alarms.map(({ raised_at }) => raised_at.event))).toBeGreaterThanOrEqual(5000);
  });

  it('is not measured where labels are of one class, or too few', async () => {
    const one = labelled(0, 500, () => ({ event: { prediction: { label: 'a' } }, truth: { label: 'a' } }));
    expect((await labelledBaseline(one)).performance).toEqual({
      kind: 'blind',
      reason: 'the labels of the baseline are all of one class',
    });
    const few = labelled(0, 500, (k) => ({
      event: { prediction: { label: 'a' } },
      ...(k < 50 && { truth: { label: 'b' } }),
    }));
    expect((await labelledBaseline(few)).performance).toMatchObject({ kind: 'blind' });
  });
});
