import { askerOf } from '../question.js';
import { Codes } from './codes.js';
import type { Detector } from './detector.js';
import { heldKeys } from './held-keys.js';
import { namesOf, type FittedNames } from './names-of.js';
import { probingSigns } from './probing-signs.js';

/** What was asked with all features but one held. */
interface Held {
  /** Different values of the one that varies, by their hashes: at most eight. */
  readonly values: readonly number[];
  readonly id: string;
  readonly label: string | undefined;
  /** Of the first of them. */
  readonly asker: string;
}

export interface SweepsMemory {
  readonly texts: readonly string[];
  readonly held: ReadonlyMap<number, Held>;
}

/** From the third value on it is a sweep: two are a correction. */
const values = 3;
const mostValues = 8;
/** Questions with one feature left out that are remembered: those of the last 40,000, divided by how many features there are. */
const remembered = 40_000;
/** Features that may be the one that varies, the first by name; others are held. */
const mostVaried = 64;

/**
 * Whether one feature is tried with value after value while all others are held, by one principal or by several: attribute inference asks so, to see which
 * value the model finds likely for a person whose other features are known.
 *
 * @see Fredrikson, Jha & Ristenpart (2015), Model inversion attacks that exploit confidence information, CCS; Mehnaz et al. (2022), USENIX Security
 */
export const sweeps: Detector<FittedNames, SweepsMemory> = {
  remembers: true,
  bits: [
    {
      name: 'sweep',
      means: 'try a third value of one feature, or a later one, while all others are held',
      needs: 'more than three features, one of them with three values',
      costs: 'one look-up for each feature, at most 64; 40,000 of them are remembered',
      ...probingSigns,
      evaded_by: 'changing a second feature that does not matter along with the first, or features of two values',
    },
  ],

  fit(healthy) {
    const named = namesOf(healthy);
    if ('blind' in named) return named;
    const isVaried = named.names.some(
      (name) => new Set(healthy.map(({ event }) => String(event.features[name] ?? ''))).size >= values,
    );
    return isVaried ? named : { blind: 'no feature takes three values' };
  },

  open({ names }, memory) {
    const codes = new Codes(names, memory?.texts);
    const held = new Map(memory?.held);
    return {
      read(question) {
        const { event } = question;
        const { label } = event.prediction;
        const asker = askerOf(question);
        let first: Held | undefined;
        for (const [key, value] of heldKeys(codes.of(event), mostVaried)) {
          const before = held.get(key);
          const isNew = before === undefined || !before.values.includes(value);
          if (before !== undefined && isNew && before.values.length >= values - 1) first ??= before;
          const all =
            before === undefined ? [value] : isNew ? [...before.values, value].slice(-mostValues) : before.values;
          held.delete(key);
          held.set(key, {
            values: all,
            id: before?.id ?? event.event_id,
            label: before === undefined ? label : before.label,
            asker: before?.asker ?? asker,
          });
          if (held.size > remembered) held.delete(held.keys().next().value!);
        }
        if (first === undefined) return [false];
        return [{ beside: first.id, flipped: first.label !== label, asker: first.asker }];
      },
      memory: () => ({ texts: codes.memory(), held: new Map(held) }),
    };
  },
};
