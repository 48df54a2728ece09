import { Place } from '../atlas/place.js';

/** A list of names by id with its edition, such as OWASP's or NIST's (`deploy/taxonomies/`). */
export interface Terms {
  readonly source: string;
  readonly as_of: string;
  /** Names by id, editions in the id where a list has several: `LLM06:2026`. */
  readonly names: Readonly<Record<string, string>>;
}

const mostTerms = 1_000;

/** @throws AtlasProblem with the path of what is wrong */
export function readTerms(document: unknown): Terms {
  const root = new Place(document);
  return {
    source: root.at('source').text(),
    as_of: root.at('as_of').text(),
    names: Object.fromEntries(
      root
        .at('names')
        .entries(mostTerms)
        .map(([id, name]) => [new Place(id, name.path).text(), name.text()] as const),
    ),
  };
}
