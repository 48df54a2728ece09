import { kllSketch } from '../kll-sketch.js';
import { ksFromSamples } from '../ks-from-samples.js';
import { ksFromSketches, ksSketchCritical } from '../ks-from-sketches.js';
import { ksOneSampleSf } from '../ks-one-sample-sf.js';
import type { Answer } from './answer-distances.js';
import { javaGaussians } from './java-random.js';
import type { Fields } from './oracle-case.js';
import { numberOf, numbersOf } from './read-fields.js';

/** Answers of questions about sketched samples, by kind. Which values our sketch keeps is not what the peer's keeps. */
export const sketchAnswers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['sketch_ks_decision', decision],
  ['sketch_ks_statistic', statistic],
]);

function decision(inputs: Fields, params: Fields): Fields {
  const { x, y } = shiftedGaussians(inputs, numberOf(inputs['n']));
  const first = numbersOf(inputs['first5']);
  // Another generator would answer another question.
  if (first.some((value, place) => Math.abs(value - y[place]!) > 1e-12))
    throw new RangeError('other numbers are drawn');
  const k = numberOf(params['sketch_k']);
  const sketches = [kllSketch(x, k, 1), kllSketch(y, k, 2)] as const;
  const exact = ksFromSamples(x, y);
  return {
    reject_at_0_05_by_the_peer_sketch_test: ksFromSketches(...sketches) > ksSketchCritical(...sketches, 0.05),
    exact_ks_statistic: exact,
    exact_ks_pvalue: ksOneSampleSf(exact, Math.round((x.length * y.length) / (x.length + y.length))),
  };
}

/** DataSketches' own cases have k = 256. */
function statistic(inputs: Fields): Fields {
  if (inputs['x_rule'] === 'one sketch against itself') {
    const sketch = kllSketch(javaGaussians(1, 767), 256);
    return { statistic: ksFromSketches(sketch, sketch) };
  }
  const count = /(\d+) values/.exec(String(inputs['x_rule']));
  const { x, y } = shiftedGaussians(inputs, Number(count?.[1]));
  return { statistic: ksFromSketches(kllSketch(x, 256, 1), kllSketch(y, 256, 2)) };
}

/** Numbers of the rule "java.util.Random(SEED) … + SHIFT" and the same without the shift. */
function shiftedGaussians(inputs: Fields, count: number): { readonly x: Float64Array; readonly y: Float64Array } {
  const rule = /^java\.util\.Random\((\d+)\).* \+ ([\d.]+)/.exec(String(inputs['x_rule']));
  if (rule === null || !(count > 0)) throw new TypeError('a rule "java.util.Random(SEED) … + SHIFT" is required');
  const y = javaGaussians(Number(rule[1]), count);
  return { x: y.map((value) => value + Number(rule[2])), y };
}
