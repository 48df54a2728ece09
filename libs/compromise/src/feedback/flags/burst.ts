import { poisoning } from '../signs.js';
import type { Flag, FlagReader } from './flag.js';

/** A quarter of the time that ten labels in a row of one source take, in milliseconds, where 1 % of healthy ones take less. */
export interface FittedBurst {
  readonly least: number;
}

const inRow = 10;
/** Who works now and then works twice as fast as usual. */
const faster = 4;
const fewest = 200;
/** Sources whose times are remembered; the one that has labelled nothing for longest is let go. */
const mostSources = 4_000;

/** Whether a source gives ten labels in a quarter of the time that 99 % of healthy ones took at least. */
export const burst: Flag<FittedBurst, ReadonlyMap<string, readonly number[]>> = {
  declaration: {
    ...poisoning,
    name: 'burst',
    means: 'are the tenth of their source in a quarter of the time that 99 % of healthy ones took at least',
    needs: 'times of labels, and sources',
    costs: 'one look into a table of 4,000 sources',
    evaded_by: 'labelling as slowly as a person',
  },

  fit(healthy) {
    const times = timesInRow();
    const took = healthy
      .map((question) => times.take(question.label.source, question.label.label_time))
      .filter((time) => time !== undefined && time >= 0)
      .sort((a, b) => a! - b!);
    if (took.length < fewest)
      return { blind: `${took.length} healthy labels are the tenth of their source, at least ${fewest} are needed` };
    const least = took[Math.floor(took.length / 100)]!;
    return least === 0 ? { blind: 'healthy labels have no times, or come ten at one time' } : { least: least / faster };
  },

  open({ least }, memory): FlagReader<ReadonlyMap<string, readonly number[]>> {
    const times = timesInRow(memory);
    return {
      read({ label }) {
        const took = times.take(label.source, label.label_time);
        return took === undefined || took < 0 ? undefined : took < least;
      },
      memory: times.memory,
    };
  },
};

function timesInRow(memory: ReadonlyMap<string, readonly number[]> = new Map()) {
  const known = new Map([...memory].map(([source, times]) => [source, [...times]]));
  return {
    /** How long a source's last ten labels took; undefined before there are ten, and of nobody. */
    take(source: string, time: number): number | undefined {
      if (source === '') return undefined;
      const own = known.get(source) ?? [];
      known.delete(source);
      known.set(source, own);
      if (known.size > mostSources) known.delete(known.keys().next().value!);
      own.push(time);
      if (own.length > inRow) own.shift();
      return own.length < inRow ? undefined : time - own[0]!;
    },
    memory: () => new Map([...known].map(([source, times]) => [source, [...times]])),
  };
}
