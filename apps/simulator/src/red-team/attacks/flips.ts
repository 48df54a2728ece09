import type { LabelAttack } from '../attack.js';

/** One of eight sources of labels turns a share of its labels, from the beginning of the attack on. */
export const flips: LabelAttack = {
  name: 'flips',
  what: 'is one of eight sources of labels and turns a share of them',
  atlas: ['AML.T0020'],
  by: 'labels',
};
