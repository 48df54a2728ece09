import { writeFile } from 'node:fs/promises';
import { askChurn, type ChurnReport, type ChurnWords } from '../churn/ask-churn.js';
import { churnText, isChanged } from '../churn/churn-text.js';
import { ComparisonRefused } from '../compare/compare-stored.js';
import { openConfiguredStore } from '../infra/configured-store.js';
import { askServer } from './ask-server.js';
import { readConfig } from './read-config.js';
import { UsageProblem } from './usage-problem.js';

interface ChurnOptions {
  readonly model: string;
  readonly fromVersion?: string;
  readonly toVersion?: string;
  readonly segment?: string;
  readonly tolerance?: string;
  readonly json?: string;
  readonly url?: string;
  readonly config?: string;
}

/** Exit status when answers changed. */
const CHANGED = 3;
const MOST_EVENTS = 100_000_000;

/** `anchorwatch churn`: what a release changed of the answers. Exit status 0 nothing, 3 something, 2 wrong use, 1 failure. */
export async function churnCommand(options: ChurnOptions): Promise<void> {
  const { model, fromVersion, toVersion, segment, tolerance } = options;
  const words = { model, from_version: fromVersion, to_version: toVersion, segment, tolerance };
  const report = options.url === undefined ? await ofStored(words, options) : await ofServer(words, options.url);
  console.log(churnText(report));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
  if (isChanged(report)) process.exitCode = CHANGED;
}

async function ofStored(words: ChurnWords, options: ChurnOptions): Promise<ChurnReport> {
  const store = await openConfiguredStore(await readConfig(options));
  try {
    await store.migrate();
    return await askChurn(store, words, { most: MOST_EVENTS });
  } catch (error) {
    if (error instanceof ComparisonRefused) throw new UsageProblem(`${optionOf(error.field)}: ${error.reason}`);
    throw error;
  } finally {
    await store.close();
  }
}

/** What a running server says; it holds its store, and takes fewer events. */
function ofServer({ model, ...query }: ChurnWords, url: string): Promise<ChurnReport> {
  const path = `models/${encodeURIComponent(model)}/churn`;
  return askServer<ChurnReport>({ url, key: process.env['ANCHORWATCH_API_KEY'], path, query }, optionOf);
}

function optionOf(field: string): string {
  return `--${field.replaceAll('_', '-')}`;
}
