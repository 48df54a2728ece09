import { readFile, stat } from 'node:fs/promises';
import { AtlasProblem, guardedTexts, type GuardedTexts } from '@anchorwatch/compromise';

/** What must not come out of one model. */
export interface GuardedConfig {
  readonly model: string;
  readonly canaries: readonly string[];
  readonly system_prompt_file: string;
}

const mostBytes = 1024 * 1024;

/** The hashes of what must not come out of a model; undefined where nothing is configured. @throws AtlasProblem with the field, and never a token */
export async function guardedOf(texts: readonly GuardedConfig[], model: string): Promise<GuardedTexts | undefined> {
  const at = texts.findIndex((each) => each.model === model);
  return at < 0 ? undefined : await hashesOf(texts[at]!, `compromise.texts[${at}]`);
}

/** Finds whatever is wrong with any of them. @throws AtlasProblem */
export async function checkGuarded(texts: readonly GuardedConfig[]): Promise<void> {
  for (const [at, each] of texts.entries()) await hashesOf(each, `compromise.texts[${at}]`);
}

/** @param place under which problems are told */
export async function hashesOf(
  { canaries, system_prompt_file: file }: Omit<GuardedConfig, 'model'>,
  place: string,
): Promise<GuardedTexts> {
  let prompt: string | undefined;
  try {
    if (file !== '') {
      const { size } = await stat(file);
      if (size > mostBytes) throw new Error(`it has ${size} bytes, at most ${mostBytes} are read`);
      prompt = await readFile(file, 'utf8');
    }
    return guardedTexts(canaries, prompt);
  } catch (error) {
    throw new AtlasProblem(place, (error as Error).message);
  }
}
