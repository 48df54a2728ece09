import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AtlasProblem, readAtlas, readTerms, type Atlas, type Taxonomies } from '@anchorwatch/compromise';
import { readDocument } from './read-document.js';

const shipped = (name: string) => fileURLToPath(new URL(`../../../../deploy/taxonomies/${name}`, import.meta.url));

/** The ATLAS that ships with the program. */
export function shippedAtlas(): Promise<Atlas> {
  return readAtlasFile(shipped('atlas.json'));
}

/**
 * The taxonomies in force: those that ship, with another ATLAS where a file is named ('' names none). Aliases of the shipped one hold there too.
 * @throws AtlasProblem that names the file and the place in it
 */
export async function loadTaxonomies(atlasFile: string): Promise<Taxonomies> {
  const own = await shippedAtlas();
  const atlas = atlasFile === '' ? own : withAliases(await readAtlasFile(atlasFile), own);
  const owasp = await read(shipped('owasp.json'), readTerms);
  const nist = await read(shipped('nist-ai-100-2.json'), readTerms);
  return { atlas, owasp, nist };
}

/** A version of ATLAS from a file, which is its source where it does not name one. @throws AtlasProblem that names the file and the place in it */
export async function readAtlasFile(file: string): Promise<Atlas> {
  const atlas = await read(file, readAtlas);
  return atlas.source === '' ? { ...atlas, source: basename(file) } : atlas;
}

/** An atlas that knows another's aliases as well as its own. */
export function withAliases(atlas: Atlas, { aliases }: Atlas): Atlas {
  return { ...atlas, aliases: { ...aliases, ...atlas.aliases } };
}

async function read<Of>(file: string, reading: (document: unknown) => Of): Promise<Of> {
  const document = await readDocument(file);
  try {
    return reading(document);
  } catch (error) {
    if (error instanceof AtlasProblem) throw new AtlasProblem(file, error.message);
    throw error;
  }
}
