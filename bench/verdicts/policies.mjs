// 5,000 streams over 168 windows, ten of which change by six standard deviations halfway: what each way to decide costs.
import { adjustPValues, lordPlusPlus, normalSf } from '@anchorwatch/stats';
import { normal, uniform } from './random.mjs';
import { atMost, printTable, quantileOf, short } from './table.mjs';

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

/** Each takes a window's p-values and tells which streams alarm; every window counts anew, but for LORD++. */
const policies = {
  'p < .05': () => below(0.05),
  'p < .001': () => below(0.001),
  'budget of 1 a week': () => below(1 / (streams * windows)),
  'budget of .1 a week': () => below(0.1 / (streams * windows)),
  'Benjamini–Hochberg .05 a window': () => (window) => discovered(window, 0.05),
  'Benjamini–Hochberg .05/168 a window': () => (window) => discovered(window, 0.05 / windows),
  '2 of 3 windows with p < .001': twoOfThree,
  'e-detectors, e-BH at 1/168': () => eDetectors((values) => betting(values, (rank) => (streams * windows) / rank)),
  'e-detectors, Bonferroni at 1/168': () =>
    eDetectors((values) => values.map((log) => log >= Math.log(streams * windows))),
  'LORD++ .05, new ones only': onlineDiscoveries,
};
/** The engine's own way, and the most false alerts that the acceptance of it allows. */
const wanted = { 'budget of 1 a week': 3 };

printTable(
  `Policies on ${streams} streams × ${windows} windows, ${changed} of which change by 6 standard deviations`,
  ['policy', 'false alerts a week', 'windows with one', 'share false', 'median delay, windows'],
  Object.entries(policies).map(([name, make]) => {
    const decide = make();
    let [wrong, right, spoilt] = [0, 0, 0];
    const delays = new Array(changed).fill(Infinity);
    pValues.forEach((window, at) => {
      let here = 0;
      decide(window).forEach((alarm, stream) => {
        if (!alarm) return;
        if (stream < changed && at >= change) {
          right++;
          delays[stream] = Math.min(delays[stream], at - change);
        } else here++;
      });
      wrong += here;
      if (here > 0) spoilt++;
    });
    const cell = wanted[name] === undefined ? wrong : atMost(name, wrong, wanted[name], String(wrong));
    return [name, cell, spoilt, short(wrong / Math.max(1, wrong + right)), quantileOf(delays, 0.5)];
  }),
);

function below(level) {
  return (window) => Array.from(window, (p) => p < level);
}

function discovered(window, level) {
  return adjustPValues(Array.from(window), 'benjamini-hochberg').map((p) => p <= level);
}

function twoOfThree() {
  const last = [new Uint8Array(streams), new Uint8Array(streams)];
  return (window) => {
    const now = Uint8Array.from(window, (p) => (p < 0.001 ? 1 : 0));
    const alarms = Array.from(now, (hit, stream) => hit + last[0][stream] + last[1][stream] >= 2);
    last.shift();
    last.push(now);
    return alarms;
  };
}

/**
 * Shiryaev–Roberts sums of e-values by stream, in logarithms; a stream that alarms begins anew. A p-value becomes an e-value
 * by the mean of κ·p^(κ − 1) over five κ. @see Shin, Ramdas & Rinaldo (2022), https://arxiv.org/abs/2203.03532
 */
function eDetectors(decide) {
  const logs = new Array(streams).fill(-Infinity);
  return (window) => {
    window.forEach((p, stream) => {
      const e = [0.02, 0.05, 0.1, 0.2, 0.4].reduce((sum, kappa) => sum + (kappa * p ** (kappa - 1)) / 5, 0);
      logs[stream] = Math.log(e) + Math.log1p(Math.exp(Math.min(700, logs[stream])));
    });
    const alarms = decide(logs);
    alarms.forEach((alarm, stream) => {
      if (alarm) logs[stream] = -Infinity;
    });
    return alarms;
  };
}

/** The k largest alarm, for the greatest k whose kth largest is at least the threshold of k. */
function betting(logs, thresholdOf) {
  const order = logs.map((_, stream) => stream).sort((a, b) => logs[b] - logs[a]);
  const most = order.findLastIndex((stream, place) => logs[stream] >= Math.log(thresholdOf(place + 1)));
  const alarms = new Array(logs.length).fill(false);
  for (const stream of order.slice(0, most + 1)) alarms[stream] = true;
  return alarms;
}

function onlineDiscoveries() {
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
}
