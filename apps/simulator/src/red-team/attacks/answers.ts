import type { AnswerAttack } from '../attack.js';

/** The registered model answers, but for the questions nearest to one place: there it says the opposite. */
export const answers: AnswerAttack = {
  name: 'answers',
  what: 'turns the answers to 1 % of the questions, behind the same version and digest',
  atlas: ['AML.T0018', 'AML.T0031'],
  by: 'answers',
  turned: 'region',
};
