import { readFile, stat } from 'node:fs/promises';
import { AtlasProblem, readHoneyList, type HoneyList } from '@anchorwatch/compromise';

/** 100,000 hashes have 3 MB. */
const mostBytes = 8 * 1024 * 1024;

/** The list of honey records that a file holds; undefined where no file is named. @throws AtlasProblem that says what is wrong with it */
export async function honeyOf(file: string | undefined): Promise<HoneyList | undefined> {
  if (file === undefined || file === '') return undefined;
  let document: unknown;
  try {
    const { size } = await stat(file);
    if (size > mostBytes) throw new Error(`it has ${size} bytes, at most ${mostBytes} are read`);
    document = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new AtlasProblem(file, `cannot be read: ${(error as Error).message}`);
  }
  return readHoneyList(document);
}
