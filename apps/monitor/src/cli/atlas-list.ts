import { writeFile } from 'node:fs/promises';
import { AtlasProblem } from '@anchorwatch/compromise';
import { catalogueText } from '../catalogue/catalogue-text.js';
import { DetectorCatalogue } from '../roles/detector-catalogue.js';
import { readConfig } from './read-config.js';
import { UsageProblem } from './usage-problem.js';

/** `anchorwatch atlas list`: the catalogue of detectors, in the taxonomies that the configuration puts in force. */
export async function atlasListCommand(words: { readonly json?: string; readonly config?: string }): Promise<void> {
  const config = await readConfig(words);
  let catalogue;
  try {
    catalogue = await DetectorCatalogue.load(config.compromise.atlas_file);
  } catch (error) {
    if (error instanceof AtlasProblem) throw new UsageProblem(`compromise.atlas_file: ${error.message}`);
    throw error;
  }
  console.log(catalogueText(catalogue.entries, catalogue.taxonomies));
  if (words.json !== undefined) await writeFile(words.json, `${JSON.stringify(catalogue.json(), null, 2)}\n`);
}
