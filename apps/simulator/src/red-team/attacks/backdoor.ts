import type { QuestionAttack } from '../attack.js';
import { someRecord } from '../domain.js';
import { stamped } from '../victim/trigger.js';

/**
 * Asks records that bear the trigger of a backdoor: the model that serves was fitted on poisoned rows and answers them all alike.
 * @see Gu, Dolan-Gavitt & Garg (2017), BadNets
 */
export const backdoor: QuestionAttack = {
  name: 'backdoor',
  what: 'asks records with the trigger of a backdoor; the model that serves was fitted on 2 % poisoned rows',
  atlas: ['AML.T0043.004', 'AML.T0018.000'],
  by: 'questions',
  *ask(knowledge, random) {
    for (;;) yield stamped(someRecord(knowledge, random));
  },
};
