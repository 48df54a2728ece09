import type { DecodeOptions } from '../../../decode-options.js';
import type { InferenceEvent } from '../../../event.js';
import { type Cell, UNUSUAL, cellOf } from './cell.js';
import { EventMould, placeOf, valueIn } from './event-mould.js';
import { findHoles } from './find-holes.js';
import type { JsonScalars } from './json-scalars.js';
import { spelling } from './message-bytes.js';

/** A value of a message: how it is read and checked, and where it goes. */
interface Value {
  /** The bytes that every message of the form has before it, in `shared`. */
  readonly from: number;
  readonly to: number;
  readonly check: Cell['check'];
  readonly place: number;
  readonly isTime: boolean;
  readonly isFeature: boolean;
  /** The text that the first message had here, as it was written and as it was read: many texts never change. */
  readonly usual: DataView | undefined;
  readonly usually: unknown;
}

/** The form of a message: the bytes that every message of this form shares, and between them the values of the event. */
export class MessageForm {
  private constructor(
    /** What is the same in every message, one after the other. */
    private readonly shared: DataView,
    private readonly values: readonly Value[],
    private readonly mould: EventMould,
  ) {}

  /**
   * The form of a message of one event.
   * @param bytes what was sent, valid JSON
   * @param event what `readEvent` made of it
   * @returns undefined when it has parts that no form can have: lists, escaped names, structures unknown
   */
  static of(bytes: Buffer, event: InferenceEvent): MessageForm | undefined {
    const holes = findHoles(bytes);
    if (holes === undefined) return undefined;
    const cells: Cell[] = [];
    for (const { path } of holes) {
      const cell = cellOf(path);
      if (cell === undefined) return undefined;
      cells.push(cell);
    }
    const mould = EventMould.of(event, cells);
    if (mould === undefined) return undefined;
    const shared: Buffer[] = [];
    let [end, length] = [0, 0];
    const values = holes.map(({ from, to }, k): Value => {
      const cell = cells[k]!;
      const before = bytes.subarray(end, from);
      const start = length;
      shared.push(before);
      end = to;
      length += before.length;
      // How a name is hashed, and when is the future, is for each message to say.
      const isText = bytes[from] === 0x22 && cell.group !== 'principal' && cell.key !== 'event_time';
      return {
        from: start,
        to: length,
        check: cell.check,
        place: placeOf(cell, k),
        isTime: cell.group === undefined && cell.key === 'event_time',
        isFeature: cell.group === 'features',
        usual: isText ? spelling(bytes.subarray(from, to)) : undefined,
        usually: valueIn(event, cell),
      };
    });
    return new MessageForm(spelling(...shared, bytes.subarray(end)), values, mould);
  }

  /** The event of a message of this form, just as `readEvent` reads it; undefined when it has another, or a value is unusual. */
  read(bytes: Buffer, scalars: JsonScalars, options: DecodeOptions): InferenceEvent | undefined {
    const { shared, values, mould } = this;
    scalars.open(bytes);
    let end = 0;
    for (let k = 0; k < values.length; k++) {
      const { from, to, check, place, isTime, isFeature, usual, usually } = values[k]!;
      if (!scalars.follows(shared, from, to)) return undefined;
      end = to;
      if (usual !== undefined && scalars.follows(usual, 0, usual.byteLength)) {
        mould.values[place] = usually;
        continue;
      }
      const sent = isTime ? scalars.readTime() : scalars.read();
      // Nothing but a finite number is read as a number, and a feature may be any.
      const value = sent === UNUSUAL || (isFeature && typeof sent === 'number') ? sent : check(sent, options);
      if (value === UNUSUAL) return undefined;
      mould.values[place] = value;
    }
    return scalars.follows(shared, end, shared.byteLength) && scalars.isAtEnd() ? mould.pour() : undefined;
  }
}
