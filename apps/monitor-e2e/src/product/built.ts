import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built program's entry. */
export const PROGRAM = fileURLToPath(new URL('../../../monitor/bin/anchorwatch.js', import.meta.url));

/** The Node that runs the product: `ANCHORWATCH_NODE`, or the one that runs the tests. */
export const NODE = process.env['ANCHORWATCH_NODE'] ?? process.execPath;

/** Where a case has several variants, those that are worth running: on a second Node one of them, as only Node differs there. */
export function variants<Variant>(all: readonly Variant[]): readonly Variant[] {
  return process.env['ANCHORWATCH_NODE'] === undefined ? all : all.slice(-1);
}

/** The environment of a product process: ours without settings of Anchorwatch, and what the case sets. */
export function environment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  if (!existsSync(fileURLToPath(new URL('../../../monitor/dist/cli/main.js', import.meta.url))))
    throw new Error('the product is not built: run `npm run build` first');
  const ours = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('ANCHORWATCH_') && name !== 'NODE_OPTIONS' && name !== 'KAFKA_BROKERS',
  );
  return { ...Object.fromEntries(ours), ...settings };
}
