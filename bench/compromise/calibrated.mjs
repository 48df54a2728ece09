// Watchers that have been calibrated with healthy customers of a set and remember what they asked.
import { calibrate, Watcher } from '@anchorwatch/compromise';
import { customers, normal, randomFrom } from '@anchorwatch/scenarios';
import { wholeEvent } from '@anchorwatch/telemetry';

export const CALIBRATED = 8_000;
/** The default budget of a scan, .05 false alarms, over this many events. */
export const BUDGET = { alarms: 0.05, questions: 12_000 };

const kept = new Map();

/** Healthy events of a set's customers, in order, before number 0. */
export function healthyOf(set, seed) {
  return [...customers(set.benign, { questions: CALIBRATED, from: 0, seed, later: false })].map(
    ({ row, principal }, k) => placed(k - CALIBRATED, row, principal),
  );
}

/** The calibration of a set; made once a seed. */
export function calibrationOf(set, seed) {
  return keptOf(set, seed).calibration;
}

/** A fresh watcher that remembers what was calibrated. */
export function watcherOf(set, seed) {
  const { calibration, memory } = keptOf(set, seed);
  return Watcher.restore(calibration, BUDGET, memory);
}

/** The rows that healthy customers asked about, by number. */
export function askedBefore(set, seed) {
  return new Set(
    [...customers(set.benign, { questions: CALIBRATED, from: 0, seed, later: false })].map(({ row }) => row.number),
  );
}

function keptOf(set, seed) {
  const key = `${set.name} ${seed}`;
  if (!kept.has(key)) {
    const healthy = healthyOf(set, seed);
    const calibration = calibrate(set.name, '1', healthy);
    const watcher = new Watcher(calibration, BUDGET);
    watcher.recall(healthy);
    // One set at a time is looked at: others would only fill the memory.
    kept.clear();
    kept.set(key, { calibration, memory: watcher.memory() });
  }
  return kept.get(key);
}

/** Questions of customers after what was calibrated, where the stream is long enough. */
export function watchedOf(set, questions, seed) {
  const from = Math.min(CALIBRATED, Math.floor(set.benign.length / 2));
  return customers(set.benign, { questions, from, seed, later: true });
}

/** Signals that begin. */
export function begun(signals) {
  return signals.filter(({ ended }) => ended === undefined);
}

/** An event with a latency of its own: a lognormal law, the same for the same number. */
export function placed(offset, { features, prediction }, principal) {
  const latency_ms = 12 * Math.exp(0.35 * normal(randomFrom(offset)));
  const event = wholeEvent({
    model: 'm',
    model_version: '1',
    request_id: `r${offset}`,
    event_time: offset * 1000,
    features,
    prediction,
    principal,
    latency_ms,
  });
  return { offset, event };
}
