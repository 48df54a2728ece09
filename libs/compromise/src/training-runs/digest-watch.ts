import type { TrainingStep } from '@anchorwatch/telemetry';
import { enoughWindows } from '../rates/measure-dispersion.js';
import type { RunShape } from './run-shape.js';

/** Earlier runs with one digest after which another is worth saying. */
const fewestSteady = 2;
/** Names that are remembered. */
const mostNames = 1_000;

/** A source that holds something else than before, under the same name. */
export interface Swap {
  readonly source: string;
  readonly before: string;
  readonly now: string;
  /** Whether it changed while the run went on; else since the runs before. */
  readonly within: boolean;
  /** Reports or runs in which it stayed the same. */
  readonly steady: number;
}

/** Which sources keep their digest while a run goes on: a stream that changes with every report is no sign of anything. */
export class DigestWatch {
  private readonly steady = new Map<string, { same: number; changes: number }>();

  /** What a step says of the sources of its run, which is told them after that. */
  read(step: TrainingStep, run: RunShape, earlier: readonly RunShape[]): readonly Swap[] {
    const swaps = step.sources.flatMap(({ name, digest }): Swap[] => {
      if (digest === '') return [];
      const before = run.digests.get(name);
      return before === undefined ? sinceRunsBefore(name, digest, earlier) : this.within(name, before, digest);
    });
    for (const { name, digest } of step.sources) run.digests.set(name, digest || (run.digests.get(name) ?? ''));
    return swaps;
  }

  /** Whether enough was seen of a source to know that it stays the same. */
  isCalibrated(name: string): boolean {
    return (this.steady.get(name)?.same ?? 0) >= enoughWindows;
  }

  private within(source: string, before: string, now: string): Swap[] {
    const known = this.steady.get(source) ?? { same: 0, changes: 0 };
    if (this.steady.size < mostNames) this.steady.set(source, known);
    if (before === now || before === '') known.same++;
    else if (known.changes === 0 && known.same >= enoughWindows)
      return [{ source, before, now, within: true, steady: known.same }];
    else known.changes++;
    return [];
  }
}

function sinceRunsBefore(source: string, now: string, earlier: readonly RunShape[]): Swap[] {
  const former = earlier.map(({ digests }) => digests.get(source) ?? '').filter((digest) => digest !== '');
  const last = former.at(-1);
  if (last === undefined || last === now) return [];
  let steady = 0;
  while (steady < former.length && former.at(-1 - steady) === last) steady++;
  return steady < fewestSteady ? [] : [{ source, before: last, now, within: false, steady }];
}
