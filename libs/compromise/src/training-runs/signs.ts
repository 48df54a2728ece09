import type { Declaration } from '../declaration.js';

/** What speaks of a training run that somebody tampers with speaks of these. */
const poisoned = {
  suspicion: 'poisoning',
  never: false,
  atlas: ['AML.T0020', 'AML.T0059'],
  owasp: ['ML02:2023', 'ML10:2023', 'LLM05:2026'],
  nist: ['NISTAML.013', 'NISTAML.024'],
} as const;

/** What is watched in training runs. */
export const trainingSigns = {
  spike: {
    ...poisoned,
    name: 'spike',
    means: 'have a loss far above those just before',
    needs: 'the loss of steps, above 0; the learning rate where it changes',
    costs: 'two medians of 32 numbers a step',
    evaded_by: 'examples that the model learns without a rise of its loss, or a rise over more than 32 reports',
  },
  surge: {
    ...poisoned,
    name: 'surge',
    means: 'have a gradient norm far above those just before',
    needs: 'the gradient norm of steps, above 0; the learning rate where it changes',
    costs: 'two medians of 32 numbers a step',
    evaded_by: 'examples whose gradients are as long as those of others',
  },
  balance: {
    ...poisoned,
    name: 'balance',
    means: 'have another mix of labels from a source than before, which others do not have',
    needs: 'counts of labels, by source to accuse one',
    costs: 'a sum over labels and sources a step; at ends of stretches also over at most twenty earlier runs',
    evaded_by: 'flipping as many labels back as forth, or changing inputs and no label',
  },
  jump: {
    ...poisoned,
    name: 'jump',
    means:
      'went otherwise, at the same steps, than those of earlier runs with the same code, configuration and sources',
    needs:
      'loss or gradient norm of at least four runs; digests of code, configuration and sources, to know what explains it',
    costs: 'a sum over at most twenty earlier runs a stretch of steps',
    evaded_by: 'changing what explains it: the digest of the configuration, or of a source that never changed before',
  },
  swapped: {
    ...poisoned,
    name: 'swapped',
    means: 'read a source whose digest changed under the same name',
    needs: 'digests of sources that the pipeline makes of what it reads',
    costs: 'a comparison a source and step',
    evaded_by: 'tampering before the digest is made, or with a source that changes with every run',
  },
} as const satisfies Readonly<Record<string, Declaration>>;

export type TrainingSign = keyof typeof trainingSigns;

/** In the order of the catalogue. */
export const trainingDeclarations: readonly Declaration[] = Object.values(trainingSigns);
