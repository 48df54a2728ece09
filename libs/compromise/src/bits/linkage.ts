import { nearestOf, squaredDistance } from '../nearest.js';
import { isBlind, type Detector } from './detector.js';
import { distinctPoints } from './distinct-points.js';

/** How near is too near for healthy questions that are not the same. */
export interface FittedLinkage {
  readonly near: number;
}

/** So many questions of anybody are remembered. */
const remembered = 400;
/** Squared distance below which two questions are the same: retries and double clicks. */
const same = 1e-10;
const mostFitted = 4_000;
const fewestDistinct = 200;

/**
 * Links a question to a recent one of anybody that is nearly, but not quite, the same: walks along a boundary and small perturbations are made of
 * such, whoever sends the next step. Ordinary traffic has few.
 *
 * @see Chen, Carlini & Wagner (2020), Stateful detection of black-box adversarial attacks, SPAI; Li et al. (2022), Blacklight, USENIX Security
 */
export const linkage: Detector<FittedLinkage> = {
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
    const distinct = distinctPoints(healthy, fewestDistinct);
    if (isBlind(distinct)) return distinct;
    const points = distinct.slice(-mostFitted);
    const nearest = points.map((point, k) => nearestOf(point, points, 1, k).distances[0]!).sort((a, b) => a - b);
    const near = nearest[Math.floor(0.01 * nearest.length)]! * 0.999;
    if (near * near <= same)
      return { blind: 'healthy questions lie as near to each other as any can: features are too coarse to tell' };
    return { near };
  },

  open({ near }) {
    const recent: { point: Float64Array; id: string; label: string | undefined }[] = [];
    let next = 0;
    const enough = near * near;
    return ({ point, event }) => {
      if (point === undefined) return [undefined];
      let linked: (typeof recent)[number] | undefined;
      for (let k = 0; k < recent.length && linked === undefined; k++) {
        const square = squaredDistance(point, recent[k]!.point, enough);
        if (square < enough && square > same) linked = recent[k];
      }
      const { label } = event.prediction;
      recent[next] = { point, id: event.event_id, label };
      next = (next + 1) % remembered;
      return [linked === undefined ? false : { beside: linked.id, flipped: linked.label !== label }];
    };
  },
};
