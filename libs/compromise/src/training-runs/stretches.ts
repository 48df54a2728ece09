/** Runs are compared over stretches of steps: [0, 8), and from there two an octave, so that a run is compared as it goes. */
const firstEnd = 8;

/** The number of the stretch that a step lies in, from 0. */
export function stretchOf(step: number): number {
  if (step < firstEnd) return 0;
  const guess = Math.floor(2 * Math.log2(step / firstEnd)) + 1;
  // The logarithm may be off by its last digit at the ends.
  return step >= endOf(guess) ? guess + 1 : step < endOf(guess - 1) ? guess - 1 : guess;
}

/** The step that a stretch ends before. */
export function endOf(stretch: number): number {
  return Math.ceil(firstEnd * 2 ** (stretch / 2));
}
