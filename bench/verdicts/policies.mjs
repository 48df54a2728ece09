// 5,000 streams over 168 windows, ten of which change by six standard deviations halfway: what each way to decide costs.
import { adjustPValues, lordPlusPlus, normalSf } from '@anchorwatch/stats';
import { normal, uniform } from './random.mjs';
import { printTable, quantileOf, short } from './table.mjs';

const streams = 5000;
const windows = 168;
const changed = 10;
const change = windows / 2;

const z = normal(uniform(2));
/** p-values by window and stream; the first streams change. */
const pValues = Array.from({ length: windows }, (_, window) =>
  Float64Array.from({ length: streams }, (_, stream) => {
    const shift = stream < changed && window >= change ? 6 : 0;
    return 2 * normalSf(Math.abs(z() + shift));
  }),
);

/** Each takes a window's p-values and tells which alarm. Streams that have alarmed stay quiet until they are quiet. */
const policies = {
  'p < .05': () => below(0.05),
  'p < .001': () => below(0.001),
  'budget of 1 a week': () => below(1 / (streams * windows)),
  'budget of .1 a week': () => below(0.1 / (streams * windows)),
  'Benjamini–Hochberg .05 a window': () => (window) => discovered(window, 0.05),
  'Benjamini–Hochberg .05/168 a window': () => (window) => discovered(window, 0.05 / windows),
  '2 of 3 windows with p < .001': () => {
    const last = [new Uint8Array(streams), new Uint8Array(streams)];
    return (window) => {
      const now = Uint8Array.from(window, (p) => (p < 0.001 ? 1 : 0));
      const alarms = Array.from(now, (hit, stream) => hit + last[0][stream] + last[1][stream] >= 2);
      last.shift();
      last.push(now);
      return alarms;
    };
  },
  'LORD++ .05, new ones only': () => {
    const rule = lordPlusPlus(0.05);
    let state = rule.start;
    const found = new Uint8Array(streams);
    return (window) =>
      Array.from(window, (p, stream) => {
        if (found[stream] === 1) return true;
        const step = rule.step(state, p);
        state = step.state;
        if (step.discovered) found[stream] = 1;
        return step.discovered;
      });
  },
};

function below(level) {
  return (window) => Array.from(window, (p) => p < level);
}

function discovered(window, level) {
  return adjustPValues(Array.from(window), 'benjamini-hochberg').map((p) => p <= level);
}

printTable(
  `Policies on ${streams} streams × ${windows} windows, ${changed} of which change by 6 standard deviations`,
  ['policy', 'false alerts a week', 'windows with one', 'share false', 'median delay, windows'],
  Object.entries(policies).map(([name, make]) => {
    const decide = make();
    let [wrong, right, spoilt] = [0, 0, 0];
    const delays = new Array(changed).fill(Infinity);
    pValues.forEach((window, at) => {
      const alarms = decide(window);
      let here = 0;
      alarms.forEach((alarm, stream) => {
        if (!alarm) return;
        if (stream < changed && at >= change) {
          right++;
          delays[stream] = Math.min(delays[stream], at - change);
        } else here++;
      });
      wrong += here;
      if (here > 0) spoilt++;
    });
    return [name, wrong, spoilt, short(wrong / Math.max(1, wrong + right)), quantileOf(delays, 0.5)];
  }),
);
