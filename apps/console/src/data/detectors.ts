import { useQuery } from '@tanstack/react-query';
import { call } from './call.js';

/** An id of a taxonomy and its name; '' where the taxonomy in force does not know it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What detectors of compromise say of themselves, as far as findings are shown with it. */
export interface Catalogue {
  readonly atlas: { readonly content_version: string };
  readonly detectors: readonly {
    /** The bit. */
    readonly name: string;
    /** The end of "the share of questions that …". */
    readonly means: string;
    readonly suspicion: string;
    readonly evaded_by: string;
    readonly atlas: readonly Named[];
    readonly owasp: readonly Named[];
    readonly nist: readonly Named[];
  }[];
}

/** The catalogue; it changes only with the server. */
export function useCatalogue() {
  return useQuery({
    queryKey: ['detectors'],
    queryFn: ({ signal }) => call<Catalogue>('GET', '/detectors', undefined, signal),
    staleTime: Infinity,
  });
}

/** The ids with the names that the catalogue has for them, '' for others. */
export function namesIn(catalogue: Catalogue | undefined, ids: readonly string[]): readonly Named[] {
  const terms = catalogue?.detectors.flatMap(({ atlas, owasp, nist }) => [...atlas, ...owasp, ...nist]) ?? [];
  const names = new Map(terms.map(({ id, name }) => [id, name]));
  return ids.map((id) => ({ id, name: names.get(id) ?? '' }));
}

/** What a bit says of itself; undefined while the catalogue is not there, or does not know it. */
export function declarationOf(
  catalogue: Catalogue | undefined,
  bit: string,
): Catalogue['detectors'][number] | undefined {
  return catalogue?.detectors.find(({ name }) => name === bit);
}
