import type { Detector } from '../bits/detector.js';
import type { Declaration } from '../declaration.js';
import { fullName, resolveTechnique, type Atlas } from '../atlas/atlas.js';
import type { Terms } from './terms.js';

/** The taxonomies that declarations speak in. */
export interface Taxonomies {
  readonly atlas: Atlas;
  readonly owasp: Terms;
  readonly nist: Terms;
}

/** An id with its name; '' where the data in force does not know it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A technique as a declaration names it, resolved in the data in force. */
export interface NamedTechnique extends Named {
  /** What the data in force calls it: another id where it has moved, '' where it is unknown. */
  readonly now: string;
  readonly maturity: string;
  readonly tactics: readonly Named[];
  readonly mitigations: readonly Named[];
}

/** What a detector's bit says of itself, with names in place of bare ids. */
export interface CatalogueEntry extends Omit<Declaration, 'atlas' | 'owasp' | 'nist'> {
  readonly detector: string;
  readonly atlas: readonly NamedTechnique[];
  readonly owasp: readonly Named[];
  readonly nist: readonly Named[];
}

/** Every bit of these detectors, in their order. */
export function catalogueOf(
  detectors: Readonly<Record<string, Pick<Detector, 'bits'>>>,
  { atlas, owasp, nist }: Taxonomies,
): readonly CatalogueEntry[] {
  return Object.entries(detectors).flatMap(([detector, { bits }]) =>
    bits.map((bit) => ({
      ...bit,
      detector,
      atlas: bit.atlas.map((id) => namedTechnique(id, atlas)),
      owasp: bit.owasp.map((id) => named(id, owasp.names)),
      nist: bit.nist.map((id) => named(id, nist.names)),
    })),
  );
}

function namedTechnique(id: string, atlas: Atlas): NamedTechnique {
  const technique = resolveTechnique(atlas, id);
  return {
    id,
    name: technique ? fullName(atlas, technique) : '',
    now: technique?.id ?? '',
    maturity: technique?.maturity ?? '',
    tactics: (technique?.tactics ?? []).map((tactic) => named(tactic, atlas.tactics)),
    mitigations: (technique?.mitigations ?? []).map((mitigation) => named(mitigation, atlas.mitigations)),
  };
}

function named(id: string, names: Readonly<Record<string, string>>): Named {
  return { id, name: Object.hasOwn(names, id) ? names[id]! : '' };
}
