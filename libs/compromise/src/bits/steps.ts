import { between, Codes, type CodedQuestion } from './codes.js';
import { askerOf } from '../question.js';
import type { Detector } from './detector.js';
import { namesOf, type FittedNames } from './names-of.js';
import { stepSigns } from './step-signs.js';

/** Askers whose last question is remembered, the latest. */
const remembered = 10_000;

/**
 * Whether somebody changed one feature or two of their own previous question and held the rest: attacks along coordinates, attribute inference and
 * probing around one record ask so.
 */
export const steps: Detector<FittedNames> = {
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

  open({ names }) {
    const codes = new Codes(names);
    const previous = new Map<string, CodedQuestion>();
    return (question) => {
      const asker = askerOf(question);
      if (asker === '') return [undefined];
      const { event } = question;
      const { label } = event.prediction;
      const own = codes.of(event);
      const last = previous.get(asker);
      previous.delete(asker);
      previous.set(asker, { codes: own, id: event.event_id, label });
      if (previous.size > remembered) previous.delete(previous.keys().next().value!);
      if (last === undefined) return [undefined];
      return [between(last.codes, own) === 'step' && { beside: last.id, flipped: last.label !== label }];
    };
  },
};
