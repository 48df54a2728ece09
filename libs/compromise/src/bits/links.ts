import { hostsUnder, keyOf } from '../texts/of-event.js';
import { forgetful, type Detector } from './detector.js';

const fewest = 300;
const mostHosts = 5_000;

/** Hashes of the hosts that healthy answers point at. */
export interface FittedLinks {
  readonly hosts: readonly string[];
  /** Of the hashes; '' and absent where the texts themselves were read. */
  readonly key?: string;
}

/**
 * Whether an answer points at a host that no healthy answer pointed at, nor at one above it: what was said is carried off in addresses that a page or an image loads,
 * and lures are such addresses.
 */
export const links: Detector<FittedLinks, undefined> = {
  remembers: false,
  bits: [
    {
      name: 'link',
      means: 'are answered with an address at a host that no healthy answer pointed at',
      needs: 'text.output of 300 healthy answers, which point at 5,000 hosts at most',
      costs: 'one walk over the answer, at most 100,000 characters of it, and a hash for each part of a host',
      suspicion: 'leakage',
      never: false,
      atlas: ['AML.T0057', 'AML.T0077'],
      owasp: ['LLM02:2026'],
      nist: ['NISTAML.035'],
      evaded_by: 'a host that healthy answers point at too, or an address written so that only people read it as one',
    },
  ],

  fit(healthy) {
    const key = keyOf(healthy);
    const outputs = healthy.map(({ event }) => hostsUnder(key, event)).filter((hosts) => hosts !== undefined);
    if (outputs.length < fewest)
      return { blind: `only ${outputs.length} answers with a text in the baseline, at least ${fewest} are needed` };
    const hosts = new Set(outputs.flatMap((hosts) => hosts.map(([host]) => host!)));
    if (hosts.size > mostHosts) return { blind: `healthy answers point at ${hosts.size} hosts: new ones are ordinary` };
    return { hosts: [...hosts].sort(), key };
  },

  open({ hosts, key = '' }) {
    const known = new Set(hosts);
    return forgetful(({ event }) => [
      hostsUnder(key, event)?.some((withParents) => !withParents.some((host) => known.has(host))),
    ]);
  },
};
