// Streams of numbers with a standard normal law, by how their values depend on each other. Each is endless.
import { normal, uniform } from './random.mjs';

/** @returns functions (seed) -> (() => next value) by name */
export const streams = {
  'i.i.d.': (seed) => normal(uniform(seed)),
  'AR(1) .5': (seed) => autoregressive(seed, 0.5),
  'AR(1) .7': (seed) => autoregressive(seed, 0.7),
  'AR(1) .9': (seed) => autoregressive(seed, 0.9),
  'clusters of 20, ICC .3': (seed) => clustered(seed, 0.3),
  'clusters of 20, ICC .8': (seed) => clustered(seed, 0.8),
};

/** Other healthy streams, which are not normal. */
export const otherStreams = {
  'heavy tails (Student, 2 degrees)': (seed) => student(seed),
  'zero-inflated bursts': (seed) => bursts(seed),
  'volatility in clusters': (seed) => volatile(seed),
};

function autoregressive(seed, memory) {
  const z = normal(uniform(seed));
  const fresh = Math.sqrt(1 - memory * memory);
  let last = z();
  return () => (last = memory * last + fresh * z());
}

/** Clusters follow each other, with 10 to 30 values each. */
function clustered(seed, correlation) {
  const next = uniform(seed);
  const z = normal(next);
  let left = 0;
  let common = 0;
  return () => {
    if (left === 0) {
      left = 10 + Math.floor(next() * 21);
      common = z() * Math.sqrt(correlation);
    }
    left--;
    return common + Math.sqrt(1 - correlation) * z();
  };
}

function student(seed) {
  const next = uniform(seed);
  const z = normal(next);
  return () => z() / Math.sqrt(-Math.log(next()));
}

/** Mostly 0, in between bursts of log-normal sizes that last geometrically long. */
function bursts(seed) {
  const next = uniform(seed);
  const z = normal(next);
  let on = false;
  return () => {
    on = next() < (on ? 0.8 : 0.02);
    return on ? Math.round(Math.exp(1.5 * z())) : 0;
  };
}

/** Independent signs and sizes whose scale wanders: log-normal, AR(1) .98. */
function volatile(seed) {
  const z = normal(uniform(seed));
  let log = 0;
  return () => {
    log = 0.98 * log + 0.2 * z();
    return Math.exp(0.5 * log) * z();
  };
}

/** Values of a day of 20,000 follow each other along a sine of so many standard deviations. */
export function seasonal(seed, height) {
  const z = normal(uniform(seed));
  let place = 0;
  return () => z() + height * Math.sin((2 * Math.PI * (place++ % valuesOfADay)) / valuesOfADay);
}

export const valuesOfADay = 20_000;
