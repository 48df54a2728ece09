import { readFile, stat } from 'node:fs/promises';
import { AtlasProblem } from '@anchorwatch/compromise';
import { parse } from 'yaml';

/** ATLAS of 2026 has 0.8 MB. */
const mostBytes = 8 * 1024 * 1024;

/** The value that a YAML or JSON file of at most 8 MB holds. @throws AtlasProblem that names the file */
export async function readDocument(file: string): Promise<unknown> {
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > mostBytes) throw new Error(`it has ${size} bytes, at most ${mostBytes} are read`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new AtlasProblem(file, `cannot be read: ${(error as Error).message}`);
  }
  try {
    return parse(text, { logLevel: 'error', maxAliasCount: 100 });
  } catch (error) {
    throw new AtlasProblem(file, `is not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}
