// Memory and cost under a flood: every question is new, and so is everyone who asks. Run with --expose-gc; prints lines of JSON.
// usage: node --expose-gc flood.mjs LOGS SET PRINCIPALS [detectors]
import { detectors } from '@anchorwatch/compromise';
import { pointOf } from '../../libs/compromise/dist/space.js';
import { threadSeconds } from '../parts/thread-time.mjs';
import { calibrationOf, placed, watcherOf } from './calibrated.mjs';
import { readSet } from './logs.mjs';

const [logs, name, principals, only] = process.argv.slice(2);
const set = readSet(logs, name);
const calibration = calibrationOf(set, 1);
const AT_ONCE = 1_000;

if (only === undefined) watcher(Number(principals));
else for (const detector of Object.keys(detectors)) reader(detector, Number(principals));

/** The whole watcher. */
function watcher(count) {
  const one = watcherOf(set, 1);
  const before = heap();
  let seconds = 0;
  for (let from = 0; from < count; from += AT_ONCE) {
    const events = eventsFrom(from);
    const began = threadSeconds();
    for (const event of events) one.take(event);
    seconds += threadSeconds() - began;
    const done = from + AT_ONCE;
    if ([100_000, 300_000, count].includes(done))
      say({ after: done, mb: heap() - before, micros: (1e6 * seconds) / done });
  }
}

/** One detector alone. */
function reader(detector, count) {
  const fitted = calibration.detectors[detector];
  if ('blind' in fitted) return say({ detector, blind: fitted.blind });
  const before = heap();
  const one = detectors[detector].open(fitted);
  let seconds = 0;
  for (let from = 0; from < count; from += AT_ONCE) {
    const questions = eventsFrom(from).map(({ offset, event }) => ({
      event,
      offset,
      point: pointOf(calibration.space, event),
    }));
    const began = threadSeconds();
    for (const question of questions) one.read(question);
    seconds += threadSeconds() - began;
  }
  say({
    detector,
    mb: heap() - before,
    micros: (1e6 * seconds) / count,
    bits: detectors[detector].bits.map(({ name: bit }) => bit),
  });
  // The reader has to live until here, or its memory would not be measured.
  one.memory();
}

function eventsFrom(from) {
  return Array.from({ length: AT_ONCE }, (_, k) => {
    const number = from + k;
    const { features, prediction } = set.benign[number % set.benign.length];
    const [first] = Object.keys(features);
    const asked = { ...features, [first]: features[first] + number * 1e-7 };
    const principal = { key: `key${number}`, organisation: `organisation${number}`, network: `network${number}` };
    return placed(number, { features: asked, prediction }, principal);
  });
}

function heap() {
  global.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

function say(line) {
  console.log(JSON.stringify(line));
}
