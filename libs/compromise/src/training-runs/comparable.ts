import type { RunShape, Stretch } from './run-shape.js';

/** Earlier runs that one is compared with, the latest. */
export const mostCompared = 20;
/** Fewer earlier runs say too little of how runs differ. */
export const fewestCompared = 3;
/** Learning rates that differ by more, in logarithms, are another configuration. */
const sameRate = 0.01;

/** Earlier runs that should go alike over a stretch, and what explains it where there are none. */
export interface Comparable {
  readonly runs: readonly RunShape[];
  /** What changed that never changed before, in words; empty where nothing did. */
  readonly explained: readonly string[];
}

/** @param earlier runs that began before, in their order */
export function comparableRuns(run: RunShape, stretch: Stretch, earlier: readonly RunShape[]): Comparable {
  const there = earlier.filter((other) => other.alike(stretch) !== undefined);
  const alike = there.filter(
    (other) => differences(run, other).length === 0 && alikeRate(stretch, other.alike(stretch)!),
  );
  const runs = alike.filter(({ accused }) => !accused.has('jump')).slice(-mostCompared);
  const last = there.at(-1);
  const explained = new Set<string>();
  if (last !== undefined && !alike.includes(last)) {
    for (const difference of differences(run, last)) explained.add(difference);
    if (!alikeRate(stretch, last.alike(stretch)!)) explained.add('another learning rate');
  }
  for (const [name, digest] of run.digests)
    if (changedForOnce(name, digest, runs)) explained.add(`source ${name} changed`);
  return { runs, explained: [...explained] };
}

/** What makes two runs other programs. */
function differences(run: RunShape, other: RunShape): string[] {
  const found: string[] = [];
  if (run.code_digest !== other.code_digest) found.push('other code');
  if (run.config_digest !== other.config_digest) found.push('another configuration');
  const names = (shape: RunShape) => [...shape.digests.keys()].sort().join('\n');
  if (names(run) !== names(other)) found.push('other sources');
  return found;
}

function alikeRate(one: Stretch, other: Stretch): boolean {
  const [a, b] = [one.learning_rate, other.learning_rate];
  return a === undefined || b === undefined || Math.abs(a - b) <= sameRate;
}

/** Whether a source has another digest than it had in all of these: where it changes with every run, the spread of runs knows. */
function changedForOnce(name: string, digest: string, runs: readonly RunShape[]): boolean {
  const before = new Set(runs.map(({ digests }) => digests.get(name) ?? ''));
  return digest !== '' && before.size === 1 && !before.has(digest) && !before.has('');
}
