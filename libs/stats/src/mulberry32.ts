// Taken out once: where globals are looked up dearly, as in a test runner's sandbox, this is most of the cost.
const { imul } = Math;

/** The state after the next number of Mulberry32; states are whole numbers in [0, 2³²). */
export function nextRandomState(state: number): number {
  return (state + 0x6d2b79f5) >>> 0;
}

/**
 * The number of a state of Mulberry32, in [0, 1): chance that is given in as a seed and replays. Not for secrets.
 *
 * @see Mulberry32 by Tommy Ettinger, public domain
 */
export function uniformOf(state: number): number {
  let mixed = imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

/** Numbers of Mulberry32 in [0, 1), one a call, from a whole-number seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = nextRandomState(state);
    return uniformOf(state);
  };
}
