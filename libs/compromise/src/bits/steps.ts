import { askerOf } from '../question.js';
import { rowsMemory, rowsOf, type AnsweredRow, type RowsMemory } from './answered-row.js';
import { between, Codes } from './codes.js';
import type { Detector } from './detector.js';
import { namesOf, type FittedNames } from './names-of.js';
import { stepSigns } from './step-signs.js';

/** Askers whose last question is remembered, the latest. */
const remembered = 10_000;

export interface StepsMemory {
  readonly texts: readonly string[];
  /** The last questions, and whose they were: the latest last. */
  readonly askers: readonly string[];
  readonly rows: RowsMemory;
}

/**
 * Whether somebody changed one feature or two of their own previous question and held the rest: attacks along coordinates, attribute inference and
 * probing around one record ask so.
 */
export const steps: Detector<FittedNames, StepsMemory> = {
  remembers: true,
  bits: [
    {
      name: 'few',
      means: 'change only one or two features of the same principal’s previous one',
      needs: 'principals, and more than three features',
      costs: 'one comparison with the principal’s previous question; the last 10,000 principals are remembered',
      ...stepSigns,
      evaded_by: 'asking something else in between, or changing many features at once',
    },
  ],

  fit(healthy) {
    return healthy.some((question) => askerOf(question) !== '') ? namesOf(healthy) : { blind: 'no principals' };
  },

  open({ names }, memory) {
    const codes = new Codes(names, memory?.texts);
    const rows = memory === undefined ? [] : rowsOf(memory.rows);
    const previous = new Map<string, AnsweredRow>(rows.map((row, k) => [memory!.askers[k]!, row]));
    return {
      read(question) {
        const asker = askerOf(question);
        if (asker === '') return [undefined];
        const { event } = question;
        const { label } = event.prediction;
        const own = codes.of(event);
        const last = previous.get(asker);
        previous.delete(asker);
        previous.set(asker, { values: own, id: event.event_id, label });
        if (previous.size > remembered) previous.delete(previous.keys().next().value!);
        if (last === undefined) return [undefined];
        return [between(last.values, own) === 'step' && { beside: last.id, flipped: last.label !== label, asker }];
      },
      memory: () => ({
        texts: codes.memory(),
        askers: [...previous.keys()],
        rows: rowsMemory([...previous.values()]),
      }),
    };
  },
};
