import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { oracleCases } from '../oracles/oracle-case.js';
import { numbersOf } from '../oracles/read-fields.js';
import { normals, uniforms } from '../testing/random.js';
import { adwin } from './adwin.js';
import { cusum } from './cusum.js';
import { ddm } from './ddm.js';
import { eddm } from './eddm.js';
import { geometricMovingAverage } from './geometric-moving-average.js';
import { hddmA } from './hddm-a.js';
import { kswin } from './kswin.js';
import { pageHinkley } from './page-hinkley.js';
import type { StreamDetector } from './stream-detector.js';

/** Published detections of every detector but KSWIN are among the oracles. */
describe('stream detectors', () => {
  const detectors: readonly (readonly [name: string, detector: StreamDetector<unknown>])[] = [
    ['adwin', anonymous(adwin())],
    ['adwin that keeps its window', anonymous(adwin({ restart: false }))],
    ['cusum', anonymous(cusum())],
    ['ddm', anonymous(ddm())],
    ['eddm', anonymous(eddm())],
    ['geometricMovingAverage', anonymous(geometricMovingAverage({ threshold: 0.2 }))],
    ['hddmA', anonymous(hddmA())],
    ['kswin', anonymous(kswin())],
    ['pageHinkley', anonymous(pageHinkley())],
  ];

  it.each(detectors)(
    '%s finds a rise from 20 % to 80 % after it and leaves every earlier state as it was',
    (_, one) => {
      const bits = errors(11, [
        [1000, 0.2],
        [1000, 0.8],
      ]);
      const states = [one.start];
      const before: string[] = [];
      const drifts: number[] = [];
      bits.forEach((bit, place) => {
        before.push(JSON.stringify(states.at(-1)));
        const { state, signal } = one.step(states.at(-1), bit);
        states.push(state);
        if (signal === 'drift') drifts.push(place);
      });
      expect(drifts.filter((place) => place >= 1000 && place < 1300).length).toBeGreaterThan(0);
      expect(states.slice(0, -1).map((state) => JSON.stringify(state))).toEqual(before);
    },
  );

  it.each(detectors)('%s holds a state that stops growing', (_, one) => {
    const size = (values: readonly number[]): number => {
      const state = values.reduce<unknown>((held, value) => one.step(held, value).state, one.start);
      return JSON.stringify(state).length;
    };
    const bits = errors(5, [[6_000, 0.5]]);
    expect(size(bits)).toBeLessThan(5_000);
  });

  it.each(detectors)('%s refuses NaN', (_, one) => {
    expect(() => one.step(one.start, NaN)).toThrow(RangeError);
  });

  it.each([
    ['ddm', anonymous(ddm()), 2],
    ['eddm', anonymous(eddm()), 0.5],
    ['hddmA', anonymous(hddmA()), 1.5],
  ])('%s refuses what is no answer', (name, one, value) => {
    expect(() => one.step(one.start, value)).toThrow(`${name} requires`);
  });

  it.each<[string, () => unknown]>([
    ['adwin', () => adwin({ delta: 0 })],
    ['cusum', () => cusum({ threshold: -1 })],
    ['ddm', () => ddm({ warning: 3, drift: 2 })],
    ['eddm', () => eddm({ warning: 0.8, drift: 0.9 })],
    ['geometricMovingAverage', () => geometricMovingAverage({ keep: 1.5 })],
    ['hddmA', () => hddmA({ drift: 0.01, warning: 0.001 })],
    ['kswin', () => kswin({ window: 50 })],
    ['pageHinkley', () => pageHinkley({ threshold: 0 })],
  ])('%s refuses options that make no sense', (name, make) => {
    expect(make).toThrow(`${name} requires`);
  });
});

describe('adwin', () => {
  it('sees a fall as well as a rise', () => {
    const bits = errors(3, [
      [1000, 0.8],
      [200, 0.2],
    ]);
    const [first] = driftsOf(adwin(), bits);
    expect(first).toBeGreaterThanOrEqual(1000);
    expect(first).toBeLessThan(1100);
  });

  it('keeps the values after the cut when it does not begin anew', () => {
    const bits = errors(3, [
      [1024, 0.2],
      [512, 0.8],
    ]);
    const detector = adwin({ restart: false });
    const state = bits.reduce((held, value) => detector.step(held, value).state, detector.start);
    expect(state.width).toBeLessThan(700);
    expect(state.total / state.width).toBeCloseTo(0.8, 1);
    // What the buckets hold is what the window says of itself.
    const buckets = state.rows.flatMap((row, at) => row.map(({ total }) => ({ total, size: 2 ** at })));
    expect(buckets.reduce((sum, { size }) => sum + size, 0)).toBe(state.width);
    expect(buckets.reduce((sum, { total }) => sum + total, 0)).toBe(state.total);
    const kept = bits.slice(-state.width);
    const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
    expect(state.squares).toBeCloseTo(
      kept.reduce((sum, value) => sum + (value - mean) ** 2, 0),
      6,
    );
  });

  it('is silent for 50,000 values of one normal law', () => {
    const normal = normals(42);
    const values = Array.from({ length: 50_000 }, normal);
    expect(driftsOf(adwin(), values)).toEqual([]);
  });
});

describe('kswin', () => {
  it('finds what River prints for its documented stream, index 1016, whatever is drawn', () => {
    // The stream of River's docstrings: random.Random(12345), 0s and 1s, then 4 to 7.
    const fixture = JSON.parse(readFileSync(new URL('../../fixtures/oracles.json', import.meta.url), 'utf8'));
    const documented = oracleCases(fixture).find(({ id }) => id === 'river-ph-doc')!;
    const stream = numbersOf(documented.inputs['stream']);
    for (const seed of [1, 2, 3]) expect(driftsOf(kswin({ alpha: 0.0001, seed }), stream)).toEqual([1016]);
  });

  it('answers by the seed alone', () => {
    const normal = normals(8);
    const values = Array.from({ length: 5_000 }, normal);
    expect(driftsOf(kswin({ seed: 5 }), values)).toEqual(driftsOf(kswin({ seed: 5 }), values));
    expect(driftsOf(kswin({ seed: 5 }), values)).not.toEqual(driftsOf(kswin({ seed: 6 }), values));
  });
});

describe('hddmA', () => {
  it('reports a fall only when asked for both sides', () => {
    const bits = errors(9, [
      [1000, 0.8],
      [1000, 0.2],
    ]);
    expect(driftsOf(hddmA(), bits).filter((place) => place >= 1000 && place < 1400)).toEqual([]);
    expect(driftsOf(hddmA({ twoSided: true }), bits).some((place) => place >= 1000 && place < 1400)).toBe(true);
  });
});

function driftsOf<State>(detector: StreamDetector<State>, values: readonly number[]): number[] {
  let state = detector.start;
  return values.flatMap((value, place) => {
    const step = detector.step(state, value);
    state = step.state;
    return step.signal === 'drift' ? [place] : [];
  });
}

function errors(seed: number, parts: readonly (readonly [count: number, rate: number])[]): number[] {
  const uniform = uniforms(seed);
  return parts.flatMap(([count, rate]) => Array.from({ length: count }, () => (uniform() < rate ? 1 : 0)));
}

/** The same detector where the form of its state does not matter. */
function anonymous<State>(detector: StreamDetector<State>): StreamDetector<unknown> {
  return { start: detector.start, step: (state, value) => detector.step(state as State, value) };
}
