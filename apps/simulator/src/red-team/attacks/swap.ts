import type { AnswerAttack } from '../attack.js';

/** Another model answers behind the same version and digest: fitted with other trees, on 2 % wrong labels. */
export const swap: AnswerAttack = {
  name: 'swap',
  what: 'lets another model answer behind the same version and digest',
  atlas: ['AML.T0018', 'AML.T0109'],
  by: 'answers',
  turned: 'all',
};
