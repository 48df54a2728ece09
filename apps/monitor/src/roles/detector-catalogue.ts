import { catalogueOf, declaring, type CatalogueEntry, type Taxonomies } from '@anchorwatch/compromise';
import { loadTaxonomies } from '../catalogue/taxonomies.js';

/** What the detectors of compromise say of themselves, in the taxonomies in force. */
export class DetectorCatalogue {
  constructor(
    readonly taxonomies: Taxonomies,
    readonly entries: readonly CatalogueEntry[],
  ) {}

  /** @throws AtlasProblem where the file of ATLAS is none */
  static async load(atlasFile: string): Promise<DetectorCatalogue> {
    const taxonomies = await loadTaxonomies(atlasFile);
    return new DetectorCatalogue(taxonomies, catalogueOf(declaring, taxonomies));
  }

  /** As it is shown: which taxonomies, and every bit. */
  json() {
    const { atlas, owasp, nist } = this.taxonomies;
    const { content_version, source, as_of } = atlas;
    return {
      atlas: { content_version, source, as_of },
      owasp: { source: owasp.source, as_of: owasp.as_of },
      nist: { source: nist.source, as_of: nist.as_of },
      detectors: this.entries,
    };
  }
}
