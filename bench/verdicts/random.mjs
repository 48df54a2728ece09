// Seeded chance: the same seed gives the same table on every machine.

/** Uniform numbers in (0, 1). xoshiro128**, Blackman & Vigna, public domain. */
export function uniform(seed) {
  let [a, b, c, d] = [seed, seed ^ 0x9e3779b9, seed ^ 0x243f6a88, seed ^ 0xb7e15162].map((word) => scrambled(word));
  return () => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return ((result >>> 0) + 0.5) / 4294967296;
  };
}

function scrambled(word) {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 1;
}

/** Standard normal numbers, Marsaglia's polar method. */
export function normal(next) {
  let spare;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const x = 2 * next() - 1;
      const y = 2 * next() - 1;
      const r = x * x + y * y;
      if (r >= 1 || r === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(r)) / r);
      spare = y * factor;
      return x * factor;
    }
  };
}

/** Binomial counts: by inversion where few are expected, else by rejection. @see Hörmann (1993), J. Stat. Comput. Simul. 46 */
export function binomial(next, n, p) {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(next, n, 1 - p);
  return n * p < 10 ? inverted(next, n, p) : rejected(next, n, p);
}

function inverted(next, n, p) {
  let mass = (1 - p) ** n;
  let left = next();
  let k = 0;
  while (left > mass && k < n) {
    left -= mass;
    mass *= ((n - k) / (k + 1)) * (p / (1 - p));
    k++;
  }
  return k;
}

function rejected(next, n, p) {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const vr = 0.92 - 4.2 / b;
  const mode = Math.floor((n + 1) * p);
  const odds = Math.log(p / (1 - p));
  const atMode = logFactorial(mode) + logFactorial(n - mode);
  for (;;) {
    const u = next() - 0.5;
    const v = next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || k > n) continue;
    const bound = Math.log((v * (2.83 + 5.1 / b) * spread) / (a / (us * us) + b));
    if (bound <= atMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * odds) return k;
  }
}

const logFactorials = [0];

function logFactorial(k) {
  for (let n = logFactorials.length; n <= Math.min(k, 200_000); n++)
    logFactorials.push(logFactorials[n - 1] + Math.log(n));
  return logFactorials[k];
}

/** Counts of n values over bins with the given shares. */
export function multinomial(next, n, shares) {
  const counts = new Array(shares.length).fill(0);
  let left = n;
  let rest = 1;
  for (let bin = 0; bin < shares.length - 1; bin++) {
    counts[bin] = binomial(next, left, Math.min(1, shares[bin] / rest));
    left -= counts[bin];
    rest -= shares[bin];
  }
  counts[shares.length - 1] = left;
  return counts;
}
