import { squaredDistance } from '../nearest.js';
import { askerOf } from '../question.js';
import { isBlind, type Detector } from './detector.js';
import { RecentRows, type RecentMemory } from './recent-rows.js';
import { healthySpacing, same } from './spacing.js';

/** How near is too near for healthy questions that are not the same. */
export interface FittedLinkage {
  readonly near: number;
}

/**
 * Links a question to a recent one of anybody that is nearly, but not quite, the same: walks along a boundary and small perturbations are made of
 * such, whoever sends the next step. Ordinary traffic has few.
 *
 * @see Chen, Carlini & Wagner (2020), Stateful detection of black-box adversarial attacks, SPAI; Li et al. (2022), Blacklight, USENIX Security
 */
export const linkage: Detector<FittedLinkage, RecentMemory> = {
  remembers: true,
  bits: [
    {
      name: 'near',
      means: 'lie nearer to a recent question, without being the same, than 99 % of healthy ones to any',
      needs: 'features that vary finely, or an embedding',
      costs: 'one distance to each of the last 400 questions, mostly given up early',
      suspicion: 'evasion',
      never: false,
      atlas: ['AML.T0043.001', 'AML.T0015'],
      owasp: ['ML01:2023'],
      nist: ['NISTAML.025', 'NISTAML.022'],
      evaded_by: 'waiting for more than 400 questions of others between two steps, or taking large steps',
    },
  ],

  fit(healthy) {
    const nearest = healthySpacing(healthy);
    if (isBlind(nearest)) return nearest;
    const near = nearest[Math.floor(0.01 * nearest.length)]! * 0.999;
    if (near * near <= same)
      return { blind: 'healthy questions lie as near to each other as any can: features are too coarse to tell' };
    return { near };
  },

  open({ near }, memory) {
    const recent = new RecentRows(memory);
    const enough = near * near;
    const isLinked = (a: Float64Array, b: Float64Array) => {
      const square = squaredDistance(a, b, enough);
      return square < enough && square > same;
    };
    return {
      read(question) {
        const { point, event } = question;
        if (point === undefined) return [undefined];
        const linked = recent.rows.find(({ values }) => isLinked(point, values));
        const { label } = event.prediction;
        recent.add({ values: point, id: event.event_id, label, asker: askerOf(question) });
        if (linked === undefined) return [false];
        return [{ beside: linked.id, flipped: linked.label !== label, asker: linked.asker }];
      },
      memory: () => recent.memory(),
    };
  },
};
