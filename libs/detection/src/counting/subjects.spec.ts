import { describe, expect, it } from '@jest/globals';
import { labelFindings, labelled, labelledBaseline } from '../performance/labelled.fixture.js';
import { metricWords } from '../performance/task.js';
import { policyFor } from '../budget/policy.js';
import { findingsOf, uniform } from '../streams.fixture.js';
import { featureOfSubject, subjectNamed, subjectOfFeature } from './subjects.js';

const others = ['score', 'prediction label', 'latency', 'errors', 'truth', 'volume', ...Object.keys(metricWords)];

describe('the name of a feature', () => {
  it('is its own, unless it is that of another subject', () => {
    expect(['amount', 'F1', 'f 1'].map(subjectOfFeature)).toEqual(['amount', 'F1', 'f 1']);
    expect(others.map(subjectOfFeature)).toEqual(others.map((name) => `feature ${name}`));
    expect(['feature age', 'a × b'].map(subjectOfFeature)).toEqual(['feature feature age', 'feature a × b']);
  });

  it('leads back to the feature', () => {
    for (const feature of ['amount', 'feature age', 'feature feature age', 'a × b', ...others])
      expect(featureOfSubject(subjectOfFeature(feature))).toBe(feature);
  });

  it('may be written as `feature <name>` by a person, whatever it is', () => {
    expect(subjectNamed('feature amount')).toBe('amount');
    for (const name of ['amount', 'f1', 'feature f1', 'feature volume', 'volume', 'feature feature age'])
      expect(subjectNamed(name)).toBe(name);
  });
});

describe('a feature with the name of a measure or of an answer', () => {
  /** Everything moves at the change: the features, and how often the answer is right. */
  function stream(seed: number, from: number, rows: number, change = Infinity) {
    const u = uniform(seed);
    return labelled(from, rows, (k) => {
      const [score, moved] = [u(), k >= change ? 1 : 0];
      const truth = u() < score ? '1' : '0';
      const lied = moved === 1 && u() < 0.5;
      return {
        event: {
          features: { f1: u() + moved, accuracy: u() + moved, latency: u() + moved, age: u() },
          prediction: { score, label: score >= 0.5 ? '1' : '0' },
          latency_ms: 5 + u(),
        },
        truth: { label: lied ? (truth === '1' ? '0' : '1') : truth },
      };
    });
  }

  it('is watched beside them under a name of its own, on both feeds', async () => {
    const baseline = await labelledBaseline(stream(1, 0, 3_000));
    const names = baseline.subjects.map(({ subject }) => subject);
    expect(names).toEqual(expect.arrayContaining(['feature f1', 'feature accuracy', 'feature latency', 'latency']));
    expect(new Set(names).size).toBe(names.length);
    const drifted = stream(2, 3_000, 2_000, 500);
    const policy = (feed: 'events' | 'labels') => policyFor({ baseline, feed, alarms_per_scan: 0.05, ticks: 100 });
    const alarms = [
      ...findingsOf(baseline, policy('events'), drifted.events),
      ...labelFindings(baseline, policy('labels'), drifted),
    ].filter(({ tier }) => tier === 'alarm');
    const named = (subject: string) => alarms.filter((finding) => finding.subject === subject);
    for (const feature of ['feature f1', 'feature accuracy', 'feature latency'])
      expect(named(feature)).toMatchObject([{ role: 'feature', words: expect.stringContaining(`${feature} is `) }]);
    for (const measure of ['f1', 'accuracy']) expect(named(measure)).toMatchObject([{ role: 'performance' }]);
    expect([...named('latency'), ...named('age')]).toEqual([]);
  });
});
