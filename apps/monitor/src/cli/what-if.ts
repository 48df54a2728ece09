import { writeFile } from 'node:fs/promises';
import { ComparisonRefused } from '../compare/compare-stored.js';
import { openConfiguredStore } from '../infra/configured-store.js';
import { RegisterView } from '../roles/register-view.js';
import { askWhatIf, type WhatIfWords } from '../what-if/ask-what-if.js';
import type { WhatIf } from '../what-if/what-if.js';
import { isSame, whatIfText } from '../what-if/what-if-text.js';
import { askServer } from './ask-server.js';
import { readConfig } from './read-config.js';
import { UsageProblem } from './usage-problem.js';

interface WhatIfOptions {
  readonly model: string;
  readonly from: string;
  readonly to: string;
  readonly baseline?: string;
  readonly alarmsPerWeek?: string;
  readonly json?: string;
  readonly url?: string;
  readonly config?: string;
}

/** Exit status when something would have been different. */
const DIFFERENT = 3;
/** A year of minutes, and as much as a person may want to wait for. */
const MOST = { ticks: 600_000, series_ticks: 500_000_000, events: 100_000_000 };

/** `anchorwatch what-if`: history under another baseline or budget. Exit status 0 the same, 3 different, 2 wrong use, 1 failure. */
export async function whatIfCommand(options: WhatIfOptions): Promise<void> {
  const { model, from, to, baseline, alarmsPerWeek } = options;
  const words = { model, from, to, baseline, alarms_per_week: alarmsPerWeek };
  const found = options.url === undefined ? await ofStored(words, options) : await ofServer(words, options.url);
  console.log(whatIfText(found));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(found, null, 2)}\n`);
  if (!isSame(found)) process.exitCode = DIFFERENT;
}

async function ofStored(words: WhatIfWords, options: WhatIfOptions): Promise<WhatIf> {
  const config = await readConfig(options);
  const store = await openConfiguredStore(config);
  try {
    await store.migrate();
    const register = new RegisterView(store);
    await register.refresh();
    return await askWhatIf(store, register.models(), words, config.detection, { most: MOST });
  } catch (error) {
    if (error instanceof ComparisonRefused) throw new UsageProblem(`${optionOf(error.field)}: ${error.reason}`);
    throw error;
  } finally {
    await store.close();
  }
}

/** What a running server says; it holds its store, and takes fewer ticks and events. */
function ofServer({ model, ...query }: WhatIfWords, url: string): Promise<WhatIf> {
  const path = `models/${encodeURIComponent(model)}/what-if`;
  return askServer<WhatIf>({ url, key: process.env['ANCHORWATCH_API_KEY'], path, query }, optionOf);
}

function optionOf(field: string): string {
  return `--${field.replaceAll('_', '-')}`;
}
