// What is done to a standard normal value.

/** @param luck uniform in (0, 1) */
export function changes(luck) {
  return {
    '+.1 sd': (x) => x + 0.1,
    '+.25 sd': (x) => x + 0.25,
    '+.5 sd': (x) => x + 0.5,
    '+1 sd': (x) => x + 1,
    '+2 sd': (x) => x + 2,
    'sd × 1.2': (x) => x * 1.2,
    'sd × 1.5': (x) => x * 1.5,
    '5 % at 4 sd': (x) => (luck() < 0.05 ? 4 : x),
    '10 % become 0': (x) => (luck() < 0.1 ? 0 : x),
  };
}
