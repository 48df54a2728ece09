import { packNumbers, unpackNumbers, type PackedNumbers } from '../memory/packed-numbers.js';
import { columnsOf, History, type Columns } from './history.js';

/** Principals in the order in which they came, with all their questions in columns, one's after the other's. */
export interface HistoriesMemory {
  readonly principals: readonly string[];
  readonly weights: Float64Array;
  /** All questions of each, and how many of them are remembered. */
  readonly questions: Float64Array;
  readonly sizes: Uint32Array;
  readonly columns: Readonly<Record<keyof Columns, PackedNumbers>>;
}

export function historiesMemory(histories: ReadonlyMap<string, History>): HistoriesMemory {
  const all = [...histories.values()];
  const sizes = Uint32Array.from(all, ({ size }) => size);
  const columns = columnsOf(sizes.reduce((sum, size) => sum + size, 0));
  let place = 0;
  for (const history of all) {
    history.copyTo(columns, place);
    place += history.size;
  }
  return {
    principals: [...histories.keys()],
    weights: Float64Array.from(all, ({ weight }) => weight),
    questions: Float64Array.from(all, ({ questions }) => questions),
    sizes,
    columns: {
      numbers: packNumbers(columns.numbers),
      offsets: packNumbers(columns.offsets),
      times: packNumbers(columns.times),
      spokes: packNumbers(columns.spokes),
      sets: packNumbers(columns.sets),
    },
  };
}

export function historiesOf({ principals, weights, questions, sizes, columns }: HistoriesMemory): Map<string, History> {
  const numbers = unpackNumbers(columns.numbers);
  const offsets = unpackNumbers(columns.offsets);
  const times = unpackNumbers(columns.times);
  const spokes = unpackNumbers(columns.spokes);
  const sets = unpackNumbers(columns.sets);
  let from = 0;
  const histories = principals.map((principal, k): [string, History] => {
    const to = from + sizes[k]!;
    const own = {
      numbers: numbers.slice(from, to),
      offsets: offsets.slice(from, to),
      times: times.slice(from, to),
      spokes: new Uint32Array(spokes.subarray(from, to)),
      sets: new Uint32Array(sets.subarray(from, to)),
    };
    from = to;
    return [principal, new History(own, weights[k], questions[k])];
  });
  return new Map(histories);
}
