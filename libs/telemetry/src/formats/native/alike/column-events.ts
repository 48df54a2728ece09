import type { DecodeOptions } from '../../../decode-options.js';
import type { Columns } from '../columns.js';
import type { ReadEvent } from '../read-event.js';
import { type Cell, type Check, UNUSUAL, cellOf } from './cell.js';
import { EventMould, placeOf } from './event-mould.js';

/**
 * Reads rows of columns as events without making records of them: names, and what holds for every row, are read and checked
 * once, with the first row that has a value in every column of a map. What it reads is what `readEvent` makes of the row's
 * record; a row that is unusual in any way it leaves alone.
 */
export class ColumnEvents {
  private readonly values: readonly (readonly unknown[])[];
  private readonly places: Uint32Array;
  private readonly checks: readonly Check[];
  private mould: EventMould | undefined;
  private unknown_fields = 0;

  private constructor(
    columns: Columns,
    private readonly cells: readonly Cell[],
    private readonly options: DecodeOptions,
  ) {
    this.values = columns.columns.map(({ values }) => values);
    this.places = Uint32Array.from(cells, placeOf);
    this.checks = cells.map(({ group, check }, k) => {
      // A null leaves what stands beside the columns as it is.
      const mayBeConstant = group !== 'features' && isConstant(columns, columns.columns[k]!.path);
      return mayBeConstant ? (value, given) => (value === null ? UNUSUAL : check(value, given)) : check;
    });
  }

  /** @returns undefined when not every column holds single values of an event, or one may hide what stands beside them */
  static of(columns: Columns, options: DecodeOptions): ColumnEvents | undefined {
    const cells: Cell[] = [];
    for (const { path } of columns.columns) {
      const cell = cellOf(path);
      if (cell === undefined) return undefined;
      // The text of a principal replaces its parts, and an attribute wins over an unknown field of its name.
      const renamed = cell.group !== undefined && path[0] !== (cell.group === 'classes' ? 'prediction' : cell.group);
      const replaces = path.length === 1 && cell.group !== undefined && isConstant(columns, path);
      if (replaces || (renamed && isConstant(columns, ['attributes']))) return undefined;
      cells.push(cell);
    }
    return new ColumnEvents(columns, cells, options);
  }

  /** Takes the form of its events from a row that was read as a record; told of every such row. */
  learn({ event, unknown_fields = 0 }: Pick<ReadEvent, 'event'> & Partial<ReadEvent>): void {
    if (this.mould !== undefined) return;
    this.mould = EventMould.of(event, this.cells);
    this.unknown_fields = unknown_fields;
  }

  read(row: number): ReadEvent | undefined {
    const { mould, values, places, checks, options } = this;
    if (mould === undefined) return undefined;
    for (let k = 0; k < values.length; k++) {
      const value = checks[k]!(values[k]![row], options);
      if (value === UNUSUAL) return undefined;
      mould.values[places[k]!] = value;
    }
    return { event: mould.pour(), unknown_fields: this.unknown_fields };
  }
}

function isConstant({ constants }: Columns, [first]: readonly string[]): boolean {
  return Object.hasOwn(constants, first!);
}
