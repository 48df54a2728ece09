/** A technique of MITRE ATLAS, or a sub-technique where `parent` is set. */
export interface Technique {
  /** `AML.T0024` or `AML.T0024.002`. */
  readonly id: string;
  /** Its own name; that of a sub-technique is read behind its parent's (`fullName`). */
  readonly name: string;
  /** Ids of tactics; a sub-technique without its own has its parent's. */
  readonly tactics: readonly string[];
  /** `feasible`, `demonstrated` or `realized`; '' where nothing is said. */
  readonly maturity: string;
  /** Ids of the mitigations that name this technique itself, sorted. */
  readonly mitigations: readonly string[];
  readonly parent: string | null;
}

/** One version of MITRE ATLAS, or the part of it that speaks of us, whatever layout it came in. */
export interface Atlas {
  /** `2026.09`, or as the layout before 2026.05 counted, `5.6.0`. */
  readonly content_version: string;
  /** The layout that it was read from: `legacy`, `6.0.0` …, or `pinned`. */
  readonly format: string;
  /** Where it comes from and when it was taken; '' where the layout does not say. */
  readonly source: string;
  readonly as_of: string;
  /** Names by id. */
  readonly tactics: Readonly<Record<string, string>>;
  readonly mitigations: Readonly<Record<string, string>>;
  readonly techniques: Readonly<Record<string, Technique>>;
  /** New id by the one that a technique had before. */
  readonly aliases: Readonly<Record<string, string>>;
}

export const tacticId = /^AML\.TA\d{4}$/;
export const techniqueId = /^AML\.T\d{4}(\.\d{3})?$/;
export const mitigationId = /^AML\.M\d{4}$/;

/** The technique that a sub-technique's id stands below; null for a technique. */
export function parentOf(id: string): string | null {
  const parts = id.split('.');
  return parts.length === 3 ? `${parts[0]}.${parts[1]}` : null;
}

/**
 * The technique that an id means, also where it was called otherwise before or, in an older version, is not yet called so.
 * Aliases are followed once: they name ids of the newest version.
 */
export function resolveTechnique({ techniques, aliases }: Atlas, id: string): Technique | undefined {
  const former = Object.keys(aliases).find((old) => aliases[old] === id && techniques[old] !== undefined);
  return techniques[id] ?? techniques[aliases[id] ?? ''] ?? techniques[former ?? ''];
}

/** `Exfiltration via AI Inference API: Extract AI Model`. */
export function fullName({ techniques }: Atlas, { name, parent }: Technique): string {
  const above = parent === null ? undefined : techniques[parent];
  return above ? `${above.name}: ${name}` : name;
}
