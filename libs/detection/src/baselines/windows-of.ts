/**
 * Sums of windows of so many ticks that lie end to end from the first tick on; what is left over is not whole and left out,
 * and so is a window with a tick that nothing is known of.
 */
export function windowsOf(perTick: readonly (number | undefined)[], scale: number): readonly number[] {
  const sums: number[] = [];
  for (let start = 0; start + scale <= perTick.length; start += scale) {
    const window = perTick.slice(start, start + scale).filter((events) => events !== undefined);
    if (window.length === scale) sums.push(window.reduce((sum, events) => sum + events, 0));
  }
  return sums;
}
