import { poisoning } from '../signs.js';
import type { Flag } from './flag.js';

/** Events that are remembered as labelled, the latest. */
const remembered = 20_000;

/** Whether one of the last 20,000 labelled events is labelled once more: feedback that falls on a few items. */
export const relabelled: Flag<Record<string, never>, readonly string[]> = {
  declaration: {
    ...poisoning,
    name: 'relabelled',
    means: 'are about an event that was labelled before',
    needs: 'labels',
    costs: 'one look into a table of 20,000 events',
    evaded_by: 'other events with the same content',
  },

  fit: () => ({}),

  open(_, memory = []) {
    const labelled = new Set(memory);
    return {
      read({ label: { event_id } }) {
        const isAgain = labelled.delete(event_id);
        labelled.add(event_id);
        if (labelled.size > remembered) labelled.delete(labelled.values().next().value!);
        return isAgain;
      },
      memory: () => [...labelled],
    };
  },
};
