import { askerOf } from '../question.js';
import { between, Codes } from './codes.js';
import type { Detector } from './detector.js';
import { namesOf, type FittedNames } from './names-of.js';
import { RecentRows, type AskedRow, type RecentMemory } from './recent-rows.js';
import { stepSigns } from './step-signs.js';

export interface KinMemory {
  readonly texts: readonly string[];
  readonly recent: RecentMemory;
}

/**
 * Whether a question is that of somebody else, or of the same, a moment ago with one feature or two changed: runs along coordinates whose steps are sent from
 * many accounts, of which each by itself asks nothing unusual.
 */
export const kin: Detector<FittedNames, KinMemory> = {
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

  open({ names }, memory) {
    const codes = new Codes(names, memory?.texts);
    const recent = new RecentRows(memory?.recent);
    return {
      read(question) {
        const { event } = question;
        const { label } = event.prediction;
        const own = codes.of(event);
        let beside: AskedRow | undefined;
        let isRetry = false;
        for (const row of recent.rows) {
          const lies = between(row.values, own);
          if (lies === 'step') beside ??= row;
          isRetry = lies === 'same';
          if (isRetry) break;
        }
        recent.add({ values: own, id: event.event_id, label, asker: askerOf(question) });
        if (isRetry || beside === undefined) return [false];
        return [{ beside: beside.id, flipped: beside.label !== label, asker: beside.asker }];
      },
      memory: () => ({ texts: codes.memory(), recent: recent.memory() }),
    };
  },
};
