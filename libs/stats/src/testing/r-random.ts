import { normalQuantile } from '../normal-quantile.js';

const SIZE = 624;

/**
 * Normal numbers as R draws them after `set.seed(seed)`: Mersenne Twister and inversion, R's defaults since 1.7.
 *
 * @see Matsumoto & Nishimura (1998), ACM TOMACS 8(1):3–30; R Core Team, help page Random
 */
export function rNormals(seed: number): () => number {
  const uniform = mersenneTwister(seed);
  return () => -normalQuantile((Math.floor(2 ** 27 * uniform()) + uniform()) / 2 ** 27);
}

function mersenneTwister(seed: number): () => number {
  let scrambled = seed >>> 0;
  const next = (): number => (scrambled = (Math.imul(69069, scrambled) + 1) >>> 0);
  for (let round = 0; round < 50; round++) next();
  // The first of R's 625 seeds is the place in the state, which begins used up.
  next();
  const state = Uint32Array.from({ length: SIZE }, next);
  let place = SIZE;
  return () => {
    if (place === SIZE) {
      twist(state);
      place = 0;
    }
    let bits = state[place++]!;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    bits ^= bits >>> 18;
    return (bits >>> 0) * 2.3283064365386963e-10;
  };
}

function twist(state: Uint32Array): void {
  for (let at = 0; at < SIZE; at++) {
    const joined = (state[at]! & 0x80000000) | (state[(at + 1) % SIZE]! & 0x7fffffff);
    state[at] = state[(at + 397) % SIZE]! ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
  }
}
