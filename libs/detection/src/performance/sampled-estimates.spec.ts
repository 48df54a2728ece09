import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Baseline } from '../baselines/baseline.js';
import { uniform } from '../streams.fixture.js';
import { labelled, labelledBaseline, performanceOf, type Labelled } from './labelled.fixture.js';
import type { MetricName } from './task.js';

/** Answers whose score is a true probability, with their truth. */
function answers(seed: number, rows: number): Labelled {
  const u = uniform(seed);
  return labelled(0, rows, () => {
    const score = Math.round(100 * (0.02 + 0.96 * u() ** 2)) / 100;
    return {
      event: { features: { amount: u() }, prediction: { score, label: score >= 0.5 ? '1' : '0' } },
      truth: { label: u() < score ? '1' : '0' },
    };
  });
}

/** The same stream as it comes when of each event a fraction is sent. */
function sampled({ events, labels }: Labelled, fraction: (score: number) => number): Labelled {
  return {
    labels,
    events: events.map(({ source, event }) => ({
      source,
      event: { ...event, sampling_fraction: fraction(event.prediction.score!) },
    })),
  };
}

/** Each event as often as it stands for, unlabelled. */
function repeated({ events }: Labelled, times: (score: number) => number): Labelled {
  return labelled(
    0,
    events.reduce((sum, { event }) => sum + times(event.prediction.score!), 0),
    (
      (at = 0, left = 0) =>
      () => {
        while (left === 0) left = times(events[at++]!.event.prediction.score!);
        left--;
        const { features, prediction } = events[at - 1]!.event;
        return { event: { features, prediction } };
      }
    )(),
  );
}

/** Of what is sure most is left out. */
const rare = (score: number): number => (score < 0.3 ? 0.1 : score > 0.8 ? 0.5 : 1);

const estimable: readonly MetricName[] = ['accuracy', 'precision', 'recall', 'f1', 'roc_auc', 'log_loss', 'brier'];

describe('estimates of sampled answers', () => {
  let baseline: Baseline;
  const healthy = answers(1, 4000);
  const window = answers(2, 1000);
  const estimated = (stream: Labelled) =>
    new Map(performanceOf(baseline, stream).map(({ metric, estimated: found }) => [metric, found]));

  beforeAll(async () => {
    baseline = await labelledBaseline(healthy);
  });

  it.each(estimable)('weigh each answer by what it stands for: %s', (metric) => {
    const weighed = estimated(sampled(window, rare)).get(metric)!;
    const whole = estimated(repeated(window, (score) => Math.round(1 / rare(score)))).get(metric)!;
    const unweighed = estimated(window).get(metric)!;
    expect(weighed.value).toBeCloseTo(whole.value, 9);
    expect(Math.abs(weighed.value - unweighed.value)).toBeGreaterThan(0.003);
    // A thousand answers came, not the thousands that they stand for.
    expect(weighed.high - weighed.low).toBeGreaterThan(1.5 * (whole.high - whole.low));
  });

  it('are those of the answers that came where all stand for as many', () => {
    expect(estimated(sampled(window, () => 0.01)).get('accuracy')).toEqual({
      value: expect.closeTo(estimated(window).get('accuracy')!.value, 9),
      low: expect.closeTo(estimated(window).get('accuracy')!.low, 9),
      high: expect.closeTo(estimated(window).get('accuracy')!.high, 9),
    });
  });

  it('are as doubtful as the calibration, which knows how few events it was fitted on', async () => {
    const { performance } = await labelledBaseline(sampled(healthy, () => 0.01));
    const of = (made: Baseline['performance']) =>
      made?.kind === 'measured' ? made.profiles[0]!.calibration : undefined;
    const [plain, few] = [of(baseline.performance)!, of(performance)!];
    expect(few.is_mapped).toBe(plain.is_mapped);
    Array.from(few.map.events).forEach((events, bin) => expect(events).toBeCloseTo(plain.map.events[bin]!, 6));
  });

  it('agree with the labels of the same events, weighed alike', () => {
    for (const { metric, estimated: found, realised } of performanceOf(baseline, sampled(window, rare))) {
      if (!estimable.includes(metric)) continue;
      expect(realised!.value).toBeGreaterThan(found!.low);
      expect(realised!.value).toBeLessThan(found!.high);
    }
  });

  it('do not exist where nothing was answered', () => {
    const failed = window.events.map(({ source, event }) => ({
      source,
      event: { ...event, status: 'error' as const },
    }));
    expect(estimated({ events: failed, labels: [] }).get('accuracy')).toBeNull();
  });
});
