import { hashOf } from '../fingerprint.js';
import { longestText } from '../prompts/inspect.js';
import { hostsOf } from '../prompts/leaks.js';
import { forgetful, type Detector } from './detector.js';

const fewest = 300;
const mostHosts = 5_000;
/** Different hosts of one answer that are looked up, the first. */
const lookedUp = 50;

/** Hashes of the hosts that healthy answers point at. */
export interface FittedLinks {
  readonly hosts: readonly string[];
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
    const outputs = healthy.flatMap(({ event }) => event.text?.output ?? []);
    if (outputs.length < fewest)
      return { blind: `only ${outputs.length} answers with a text in the baseline, at least ${fewest} are needed` };
    const hosts = new Set(outputs.flatMap(hostsIn));
    if (hosts.size > mostHosts) return { blind: `healthy answers point at ${hosts.size} hosts: new ones are ordinary` };
    return { hosts: [...hosts].map(hashOf).sort() };
  },

  open({ hosts }) {
    const known = new Set(hosts);
    const isKnown = (host: string) => parents(host).some((each) => known.has(hashOf(each)));
    return forgetful(({ event: { text } }) => [
      text?.output === undefined ? undefined : hostsIn(text.output).some((host) => !isKnown(host)),
    ]);
  },
};

function hostsIn(answer: string): readonly string[] {
  return [...new Set(hostsOf(answer.slice(0, longestText)).map((host) => host.toLowerCase()))].slice(0, lookedUp);
}

/** A host and those above it, down to two parts: `a.b.example`, `b.example`. */
function parents(host: string): readonly string[] {
  const parts = host.split('.').slice(-8);
  return parts.slice(0, Math.max(1, parts.length - 1)).map((_, k) => parts.slice(k).join('.'));
}
