import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AtlasProblem, declarations, type Atlas } from '@anchorwatch/compromise';
import { loadTaxonomies, readAtlasFile, shippedAtlas, withAliases } from '../catalogue/taxonomies.js';
import { fileOf, updateOf, updateText } from '../catalogue/update.js';
import { readConfig } from './read-config.js';
import { UsageProblem } from './usage-problem.js';

interface UpdateWords {
  readonly from: string;
  readonly write?: string;
  readonly json?: string;
  readonly config?: string;
}

/** Exit status when something is different for our detectors. */
const DIFFERENT = 3;

/** `anchorwatch atlas update --from FILE`: what another version of ATLAS changes for us. Exit status 0 nothing, 3 something, 2 wrong use, 1 failure. */
export async function atlasUpdateCommand(words: UpdateWords): Promise<void> {
  if (words.write !== undefined && resolve(words.write) === resolve(words.from))
    throw new UsageProblem('--write: would write over what --from reads');
  const { before, after } = await versions(words);
  const update = updateOf(declarations, before, after);
  console.log(updateText(update));
  if (words.write !== undefined) {
    const declared = declarations.flatMap(({ atlas }) => atlas);
    const file = fileOf(update, after, declared, Object.keys((await shippedAtlas()).techniques));
    await writeFile(words.write, `${JSON.stringify(file, null, 2)}\n`);
    const count = Object.keys(file.techniques).length;
    const techniques = count === 1 ? '1 technique' : `${count} techniques`;
    console.log(`wrote ${words.write}: ${techniques} of ATLAS ${after.content_version}, for compromise.atlas_file`);
  }
  if (words.json !== undefined) await writeFile(words.json, `${JSON.stringify(update, null, 2)}\n`);
  if (update.changed) process.exitCode = DIFFERENT;
}

/** The version in force, and the one that is asked about, which knows the aliases of the former. */
async function versions(words: UpdateWords): Promise<{ readonly before: Atlas; readonly after: Atlas }> {
  const { compromise } = await readConfig(words);
  try {
    const { atlas: before } = await loadTaxonomies(compromise.atlas_file);
    const after = withAliases(await readAtlasFile(words.from), before);
    const as_of = after.as_of === '' ? new Date().toISOString().slice(0, 10) : after.as_of;
    return { before, after: { ...after, as_of } };
  } catch (error) {
    if (error instanceof AtlasProblem) throw new UsageProblem(error.message);
    throw error;
  }
}
