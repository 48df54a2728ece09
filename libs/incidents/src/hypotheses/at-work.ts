import type { BitSign } from '../bit-signs.js';
import { listed } from '../numbers.js';

/** From this share of linked questions with another answer on, somebody looks for the boundary; benign repeats hardly flip. */
const searching = 0.15;

const LINKS = ['near', 'few', 'kin', 'relay', 'overlap'];
const PROBES = ['honey', 'sweep', 'climb'];

/** Who is accused by some bits together. */
export function accusedBy(bits: readonly BitSign[]): readonly string[] {
  return [...new Set(bits.flatMap(({ accused }) => accused))];
}

/** The accused in a clause, at most three by name. */
export function whoAsks(accused: readonly string[]): string {
  if (accused.length === 0) return 'many callers together ask';
  if (accused.length > 3) return `${accused.length} principals ask`;
  return `${listed(accused)} ${accused.length === 1 ? 'asks' : 'ask'}`;
}

/** What one bit's surest finding says, as a sentence. */
export function sentenceOf({ strongest }: BitSign): string {
  return `${strongest.words.charAt(0).toUpperCase()}${strongest.words.slice(1)}.`;
}

const costly = ['slow', 'dear', 'costly', 'lavish', 'sponge', 'again', 'flood', 'drip'];

/** Whether a bit speaks of what questions cost. */
export function costs({ name }: BitSign): boolean {
  return costly.includes(name);
}

/** Whether a bit links a question to an earlier one that is almost the same. */
export function isLink({ name }: BitSign): boolean {
  return LINKS.includes(name);
}

/** Whether a bit is set by asking about honey records, trying a feature's values or climbing to a class. */
export function isProbe({ name }: BitSign): boolean {
  return PROBES.includes(name);
}

/** Whether most of the questions do that, so that a changed answer is not what they are after. */
export function isMostly({ strongest }: BitSign): boolean {
  return strongest.value >= 0.5;
}

/** Whether linked questions change the answer often enough to be a search for the boundary. */
export function isSearching({ flipped }: BitSign): boolean {
  return flipped !== undefined && flipped >= searching;
}
