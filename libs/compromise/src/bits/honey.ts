import { honeyHash, type HoneyList } from '../honey/honey-list.js';
import { forgetful, type Detector } from './detector.js';
import { probingSigns } from './probing-signs.js';

/**
 * Whether a question asks about a record that nobody should know of: one that was made up, or kept aside, for this. Who asks about several has a copy of the data,
 * and tries whether the model was trained on it.
 */
export const honey: Detector<HoneyList, undefined> = {
  remembers: false,
  bits: [
    {
      name: 'honey',
      means: 'ask about a honey record, which nobody should know of',
      needs: 'a list of honey records (compromise.honey_file, scan --honey)',
      costs: 'one hash of the features',
      ...probingSigns,
      never: true,
      evaded_by: 'changing the record a little, or having another copy of the data without honey records',
    },
  ],

  fit(healthy, { honey: list } = {}) {
    if (list === undefined) return { blind: 'no list of honey records' };
    const known = new Set(healthy.flatMap(({ event }) => Object.keys(event.features)));
    const missing = list.features.find((name) => !known.has(name));
    if (missing !== undefined) return { blind: `honey records have the feature ${missing}, which is not asked` };
    const records = new Set(list.records);
    const asked = healthy.filter(({ event }) => records.has(honeyHash(list, event.features))).length;
    if (asked > 0) return { blind: `${asked} questions of the baseline ask about honey records: they are no secret` };
    return list;
  },

  open(list) {
    const records = new Set(list.records);
    return forgetful(({ event }) => {
      const hash = honeyHash(list, event.features);
      return [records.has(hash) && { because: `honey record ${hash.slice(0, 8)}` }];
    });
  },
};
