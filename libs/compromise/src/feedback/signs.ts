import type { Declaration } from '../declaration.js';

/** What speaks of poisoned feedback speaks of these. */
export const poisoning = {
  suspicion: 'poisoning',
  never: false,
  atlas: ['AML.T0020', 'AML.T0059'],
  owasp: ['ML02:2023', 'ML08:2023', 'LLM05:2026'],
  nist: ['NISTAML.013', 'NISTAML.024'],
} as const;

/** Signs that are judged on answers of the same difficulty, not by flags of single labels. */
export const feedbackSigns = {
  flips: {
    ...poisoning,
    name: 'flips',
    means: 'contradict what such answers were labelled, and are labelled by others',
    needs: 'labels of classes with a source, and the answers that they are about',
    costs: 'a count a label; of a source that looks suspicious a walk over at most 20,000 labels',
    evaded_by: 'flipping less than the stated share, or only where the model itself is unsure',
  },
  pair: {
    ...poisoning,
    name: 'pair',
    means: 'say one class where another was to be expected',
    needs: 'labels of classes, and the answers that they are about',
    costs: 'a sum a class and label',
    evaded_by: 'spreading flips over classes, sources and time',
  },
  turned: {
    ...poisoning,
    name: 'turned',
    means: 'say one class where another was to be expected, whoever gives them',
    needs: 'labels of classes, and the answers that they are about',
    costs: 'a sum a class and label',
    evaded_by: 'turning labels more slowly than the world does',
  },
  mix: {
    ...poisoning,
    name: 'mix',
    means: 'are given otherwise, for such answers, than in the frozen reference',
    needs: 'labels of classes, and the answers that they are about',
    costs: 'a count a label, and a sum over answers and classes a hundred labels',
    evaded_by: 'keeping the mix of labels as it was: as many flips back as forth',
  },
  share: {
    ...poisoning,
    name: 'share',
    means: 'come from one source',
    needs: 'labels with a source',
    costs: 'a count a label',
    evaded_by: 'many sources with a few labels each',
  },
} as const satisfies Readonly<Record<string, Declaration>>;
