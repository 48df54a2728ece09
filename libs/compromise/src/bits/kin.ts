import { between, Codes, type CodedQuestion } from './codes.js';
import type { Detector } from './detector.js';
import { namesOf, type FittedNames } from './names-of.js';
import { stepSigns } from './step-signs.js';

/** So many questions of anybody are remembered. */
const remembered = 400;

/**
 * Whether a question is that of somebody else, or of the same, a moment ago with one feature or two changed: runs along coordinates whose steps are sent from
 * many accounts, of which each by itself asks nothing unusual.
 */
export const kin: Detector<FittedNames> = {
  remembers: true,
  bits: [
    {
      name: 'kin',
      means: 'change only one or two features of one of the last 400 of anybody',
      needs: 'more than three features',
      costs: 'one comparison with each of the last 400 questions, given up at the third difference',
      ...stepSigns,
      evaded_by: 'waiting for more than 400 questions of others between two steps, or changing many features at once',
    },
  ],

  fit: namesOf,

  open({ names }) {
    const codes = new Codes(names);
    const recent: CodedQuestion[] = [];
    let next = 0;
    return ({ event }) => {
      const { label } = event.prediction;
      const own = codes.of(event);
      let beside: CodedQuestion | undefined;
      let isRetry = false;
      for (let k = 0; k < recent.length && !isRetry; k++) {
        const lies = between(recent[k]!.codes, own);
        if (lies === 'same') isRetry = true;
        else if (lies === 'step') beside ??= recent[k];
      }
      recent[next] = { codes: own, id: event.event_id, label };
      next = (next + 1) % remembered;
      if (isRetry || beside === undefined) return [false];
      return [{ beside: beside.id, flipped: beside.label !== label }];
    };
  },
};
