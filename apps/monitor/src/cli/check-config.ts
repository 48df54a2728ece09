import { AtlasProblem } from '@anchorwatch/compromise';
import { stringify } from 'yaml';
import { loadTaxonomies } from '../catalogue/taxonomies.js';
import type { Config } from '../config/schema.js';
import { readConfig } from './read-config.js';
import { UsageProblem } from './usage-problem.js';

/** `anchorwatch check-config`: what is in force, or every problem. */
export async function checkConfigCommand(options: { readonly config?: string }): Promise<void> {
  const config = await readConfig(options);
  try {
    await loadTaxonomies(config.compromise.atlas_file);
  } catch (error) {
    if (error instanceof AtlasProblem) throw new UsageProblem(`compromise.atlas_file: ${error.message}`);
    throw error;
  }
  console.log(stringify(hidden(config)).trimEnd());
}

const HIDDEN = '(hidden)';

/** The configuration with its secrets hidden. Durations are milliseconds. */
export function hidden(config: Config): unknown {
  const { store, kafka, intake, respond } = config;
  return {
    ...config,
    store: {
      ...store,
      password: store.password === '' ? '' : HIDDEN,
      explore_password: store.explore_password === '' ? '' : HIDDEN,
    },
    kafka: { ...kafka, ...(kafka.sasl_password && { sasl_password: HIDDEN }) },
    intake: { ...intake, ...(intake.principal_secret && { principal_secret: HIDDEN }) },
    respond: { ...respond, secrets: Object.fromEntries(Object.keys(respond.secrets).map((name) => [name, HIDDEN])) },
  };
}
