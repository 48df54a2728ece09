import { Codes, differences } from './codes.js';
import type { Detector } from './detector.js';
import { namesOf, type FittedNames } from './names-of.js';

/** So many questions of anybody are remembered. */
const remembered = 400;
/** How many features a step changes, at most. */
const most = 2;

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
      suspicion: 'evasion',
      never: false,
      atlas: ['AML.T0043.001', 'AML.T0024.000', 'AML.T0024.001'],
      owasp: ['ML01:2023', 'ML03:2023', 'ML04:2023'],
      nist: ['NISTAML.025', 'NISTAML.032', 'NISTAML.033'],
      evaded_by: 'waiting for more than 400 questions of others between two steps, or changing many features at once',
    },
  ],

  fit: namesOf,

  open({ names }) {
    const codes = new Codes(names);
    const recent: { readonly codes: Float64Array; readonly id: string; readonly label: string | undefined }[] = [];
    let next = 0;
    return ({ event }) => {
      const { label } = event.prediction;
      const own = codes.of(event);
      let beside: (typeof recent)[number] | undefined;
      let isRetry = false;
      for (let k = 0; k < recent.length && !isRetry; k++) {
        const changed = differences(recent[k]!.codes, own, most);
        if (changed === 0) isRetry = true;
        else if (changed <= most) beside ??= recent[k];
      }
      recent[next] = { codes: own, id: event.event_id, label };
      next = (next + 1) % remembered;
      if (isRetry || beside === undefined) return [false];
      return [{ beside: beside.id, flipped: beside.label !== label }];
    };
  },
};
