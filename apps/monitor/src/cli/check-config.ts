import { AtlasProblem } from '@anchorwatch/compromise';
import { stringify } from 'yaml';
import { loadTaxonomies } from '../catalogue/taxonomies.js';
import { checkGuarded } from '../compromise/guarded-texts.js';
import { honeyOf } from '../compromise/honey-file.js';
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
  try {
    await honeyOf(config.compromise.honey_file);
  } catch (error) {
    if (error instanceof AtlasProblem) throw new UsageProblem(`compromise.honey_file: ${error.message}`);
    throw error;
  }
  try {
    await checkGuarded(config.compromise.texts);
  } catch (error) {
    if (error instanceof AtlasProblem) throw new UsageProblem(error.message);
    throw error;
  }
  console.log(stringify(hidden(config)).trimEnd());
}

const HIDDEN = '(hidden)';

/** The configuration with its secrets hidden. Durations are milliseconds. */
export function hidden(config: Config): unknown {
  const { store, kafka, intake, compromise, respond } = config;
  return {
    ...config,
    store: {
      ...store,
      password: store.password === '' ? '' : HIDDEN,
      explore_password: store.explore_password === '' ? '' : HIDDEN,
    },
    kafka: { ...kafka, ...(kafka.sasl_password && { sasl_password: HIDDEN }) },
    intake: { ...intake, ...(intake.principal_secret && { principal_secret: HIDDEN }) },
    compromise: {
      ...compromise,
      secrets: hiddenValues(compromise.secrets),
      texts: compromise.texts.map((each) => ({ ...each, canaries: each.canaries.map(() => HIDDEN) })),
      probes: compromise.probes.map(withoutHeaders),
    },
    respond: { ...respond, secrets: hiddenValues(respond.secrets) },
  };
}

/** Headers may hold keys. */
function withoutHeaders(probe: Config['compromise']['probes'][number]) {
  return { ...probe, headers: hiddenValues(probe.headers) };
}

function hiddenValues(secrets: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(secrets).map((name) => [name, HIDDEN]));
}
