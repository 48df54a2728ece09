import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { BaselineRefused } from '@anchorwatch/detection';
import { FileProblem } from '@anchorwatch/telemetry';
import { compareFiles } from '../compare/compare-files.js';
import { ComparisonRefused, compareStored } from '../compare/compare-stored.js';
import type { Comparison } from '../compare/comparison.js';
import { comparisonText } from '../compare/comparison-text.js';
import { readSide, type Side } from '../compare/side.js';
import { openConfiguredStore } from '../infra/configured-store.js';
import { attentionOf } from '../roles/attention.js';
import { LedgerView } from '../roles/ledger-view.js';
import { chosenBaseline } from '../compare/chosen-baseline.js';
import { askServer } from './ask-server.js';
import { readConfig } from './read-config.js';
import { readMapping } from './read-mapping.js';
import { UsageProblem } from './usage-problem.js';

interface CompareWords {
  readonly mapping?: string;
  readonly model?: string;
  readonly baseline?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
  readonly alarms: string;
  readonly json?: string;
  readonly url?: string;
  readonly config?: string;
}

/** Exit status when the two sides differ. */
const DIFFERENT = 3;
const MOST_ROWS = 100_000;
/** What a server gives at most; what is left out is counted. */
const MOST_ROWS_SERVED = 2_000;

/** `anchorwatch compare A B`: two files, or two stretches of a stored model, in the store or by a running server. Exit status 0 alike, 3 different, 2 wrong use, 1 failure. */
export async function compareCommand(a: string, b: string, words: CompareWords): Promise<void> {
  const alarms = Number(words.alarms);
  if (!(alarms > 0 && alarms <= 1))
    throw new UsageProblem(`--alarms: expected a number above 0 and at most 1, got "${words.alarms}"`);
  const comparison = await compared(a, b, words, alarms);
  console.log(comparisonText(comparison));
  if (words.json !== undefined) await writeFile(words.json, `${JSON.stringify(comparison, null, 2)}\n`);
  if (comparison.different) process.exitCode = DIFFERENT;
}

function compared(a: string, b: string, words: CompareWords, alarms: number): Promise<Comparison> {
  const { model, url } = words;
  if (model === undefined) return ofFiles(a, b, words, alarms);
  return url === undefined ? ofStored(a, b, model, words, alarms) : ofServer(a, b, model, url, words);
}

async function ofFiles(a: string, b: string, words: CompareWords, alarms: number): Promise<Comparison> {
  for (const name of ['baseline', 'subject', 'from', 'to', 'url'] as const)
    if (words[name] !== undefined) throw new UsageProblem(`--${name} is for stored traffic: say which with --model`);
  for (const path of [a, b])
    if (!existsSync(path))
      throw new UsageProblem(
        `${path}: there is no such file; windows and segments need the model they are of (--model)`,
      );
  try {
    return await compareFiles(a, b, await readMapping(words.mapping), alarms);
  } catch (error) {
    if (error instanceof BaselineRefused)
      throw new UsageProblem(...error.message.split('\n').map((line) => `${a}: ${line}`));
    if (error instanceof FileProblem) throw new UsageProblem(...error.message.split('\n'));
    throw error;
  }
}

/** What a running server says; it holds its store. */
async function ofServer(a: string, b: string, model: string, url: string, words: CompareWords): Promise<Comparison> {
  if (words.mapping !== undefined) throw new UsageProblem('--mapping is for files: leave it or --model out');
  for (const [name, text] of [
    ['A', a],
    ['B', b],
  ] as const)
    readStored(name, text, words);
  const { baseline, subject, alarms } = words;
  const limit = String(MOST_ROWS_SERVED);
  const query = { a: sideText(a, words), b: sideText(b, words), baseline, subject, alarms, limit };
  const path = `models/${encodeURIComponent(model)}/compare`;
  const key = process.env['ANCHORWATCH_API_KEY'];
  return askServer<Comparison>({ url, key, path, query }, optionOf);
}

async function ofStored(a: string, b: string, model: string, words: CompareWords, alarms: number): Promise<Comparison> {
  if (words.mapping !== undefined) throw new UsageProblem('--mapping is for files: leave it or --model out');
  const [first, second] = [readStored('A', a, words), readStored('B', b, words)];
  const store = await openConfiguredStore(await readConfig(words));
  try {
    await store.migrate();
    const view = new LedgerView(store.ledger);
    await view.refresh();
    const register = view.of(model)?.register;
    const baseline = await chosenBaseline(store.detection, model, register, words.baseline);
    return await compareStored(store.detection, baseline, {
      a: first,
      b: second,
      subject: words.subject,
      alarms,
      limit: MOST_ROWS,
      tolerances: attentionOf(register),
      importance: register?.importance ?? {},
    });
  } catch (error) {
    if (error instanceof ComparisonRefused) throw new UsageProblem(nameInWords(error));
    throw error;
  } finally {
    await store.close();
  }
}

/** A side, within --from and --to where it says no time itself. */
function sideText(text: string, { from, to }: CompareWords): string {
  const range = from === undefined && to === undefined ? undefined : `${from ?? ''}..${to ?? ''}`;
  const timeless = text !== 'baseline' && !text.includes('..') && range !== undefined;
  return timeless ? `${text}@${range}` : text;
}

function readStored(name: string, text: string, words: CompareWords): Side {
  const side = readSide(sideText(text, words));
  if (typeof side === 'string') throw new UsageProblem(`${name}: ${side}`);
  return side;
}

function nameInWords({ field, reason }: ComparisonRefused): string {
  return `${optionOf(field)}: ${reason}`;
}

function optionOf(field: string): string {
  return field === 'a' || field === 'b' ? field.toUpperCase() : `--${field}`;
}
