import { adwin } from '../classic/adwin.js';
import { cusum } from '../classic/cusum.js';
import { ddm } from '../classic/ddm.js';
import { eddm } from '../classic/eddm.js';
import { geometricMovingAverage } from '../classic/geometric-moving-average.js';
import { hddmA } from '../classic/hddm-a.js';
import { pageHinkley } from '../classic/page-hinkley.js';
import type { StreamDetector } from '../classic/stream-detector.js';
import type { Answer } from './answer-distances.js';
import type { Fields } from './oracle-case.js';
import { numberOf, numbersOf } from './read-fields.js';

/** Answers of detectors that read a stream of single values, by kind. */
export const streamAnswers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  [
    'change_detector_adwin',
    (inputs, params) =>
      detected(
        inputs,
        adwin({
          ...optional(params, 'delta', 'delta'),
          ...optional(params, 'clock', 'clock'),
          ...optional(params, 'minimumSide', 'min_window_length'),
          ...optional(params, 'minimumWindow', 'grace_period'),
          ...optional(params, 'bucketsPerRow', 'max_buckets'),
        }),
      ),
  ],
  [
    'change_detector_cusum',
    (inputs, params) =>
      detected(
        inputs,
        cusum({
          tolerance: numberOf(params['delta']),
          threshold: numberOf(params['lambda_']),
          minimum: numberOf(params['min_num_instances']),
        }),
      ),
  ],
  [
    'change_detector_gma',
    (inputs, params) =>
      detected(
        inputs,
        geometricMovingAverage({
          keep: numberOf(params['alpha']),
          threshold: numberOf(params['lambda_']),
          minimum: numberOf(params['min_num_instances']),
        }),
      ),
  ],
  [
    'change_detector_page_hinkley',
    (inputs, params) =>
      detected(
        inputs,
        pageHinkley({
          minimum: numberOf(params['min_instances']),
          tolerance: numberOf(params['delta']),
          threshold: numberOf(params['threshold']),
          keep: numberOf(params['alpha']),
        }),
      ),
  ],
  [
    'change_detector_ddm',
    (inputs, params) =>
      detected(
        inputs,
        ddm({
          warmUp: numberOf(params['warm_start']),
          warning: numberOf(params['warning_threshold']),
          drift: numberOf(params['drift_threshold']),
        }),
      ),
  ],
  [
    'change_detector_eddm',
    (inputs, params) =>
      detected(
        inputs,
        eddm({
          warmUp: numberOf(params['warm_start']),
          warning: numberOf(params['alpha']),
          drift: numberOf(params['beta']),
        }),
      ),
  ],
  [
    'change_detector_hddm_a',
    (inputs, params) =>
      detected(
        inputs,
        hddmA({
          drift: numberOf(params['drift_confidence']),
          warning: numberOf(params['warning_confidence']),
          twoSided: params['two_sided'] === true,
        }),
      ),
  ],
]);

/** An option that a case may leave to its default. */
function optional<Name extends string>(params: Fields, name: Name, field: string): { [key in Name]?: number } {
  return params[field] === undefined ? {} : ({ [name]: numberOf(params[field]) } as { [key in Name]: number });
}

/** Places of drifts, and of the first warning after the start and after each drift. */
function detected<State>(inputs: Fields, detector: StreamDetector<State>): Fields {
  const detections: number[] = [];
  const warnings: number[] = [];
  let state = detector.start;
  let warned = false;
  streamOf(inputs).forEach((value, place) => {
    const step = detector.step(state, value);
    state = step.state;
    if (step.signal === 'drift') detections.push(place);
    if (step.signal === 'warning' && !warned) warnings.push(place);
    warned = step.signal === 'warning' || (warned && step.signal !== 'drift');
  });
  return { detections, warnings_first: warnings };
}

function streamOf(inputs: Fields): number[] {
  const rule = /^(\d+) times the value ([\d.]+)$/.exec(String(inputs['stream_rule']));
  if (rule === null) return numbersOf(inputs['stream']);
  return new Array<number>(Number(rule[1])).fill(Number(rule[2]));
}
