import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { canBeRecognised, shortestCanary, squeeze, type InspectorOptions } from '@anchorwatch/compromise';
import { FileProblem } from '@anchorwatch/telemetry';
import { inspectTexts, problemsOf, type Tally } from '../inspect/inspect-texts.js';
import { tallyText } from '../inspect/tally-text.js';
import { UsageProblem } from './usage-problem.js';

interface InspectWords {
  readonly output: boolean;
  readonly canary: readonly string[];
  readonly systemPrompt?: string;
  readonly allowHost: readonly string[];
  readonly json?: string;
}

/** Exit status when a text was flagged. */
const FOUND = 3;

/** `anchorwatch inspect prompts FILE`: which texts look like attacks, or with `--output` like leaks. Exit status 0 nothing flagged, 3 flagged, 2 wrong use, 1 failure. */
export async function inspectPromptsCommand(file: string, words: InspectWords): Promise<void> {
  const { options, problems } = await readOptions(file, words);
  problems.push(...(await fileProblems(file, words.output)));
  if (problems.length > 0) throw new UsageProblem(...problems);
  const tally: Tally = { texts: 0, flagged: 0, cut: 0, rules: new Map() };
  const lines = Readable.from(jsonLines(file, options, tally));
  if (words.json === undefined) for await (const _ of lines);
  else await pipeline(lines, createWriteStream(words.json));
  console.log(tallyText(tally));
  if (tally.flagged > 0) process.exitCode = FOUND;
}

async function* jsonLines(file: string, options: InspectorOptions, tally: Tally): AsyncIterable<string> {
  for await (const inspected of inspectTexts(file, options, tally)) yield `${JSON.stringify(inspected)}\n`;
}

async function readOptions(
  file: string,
  { output, canary, systemPrompt: path, allowHost, json }: InspectWords,
): Promise<{ options: InspectorOptions; problems: string[] }> {
  const problems: string[] = [];
  if (json !== undefined && resolve(json) === resolve(file)) problems.push('--json: is the file that is read');
  for (const token of canary)
    if (squeeze(token).length < shortestCanary)
      problems.push(`--canary: "${token}" has fewer than ${shortestCanary} letters and digits and is met by chance`);
  if (allowHost.length > 0 && !output) problems.push('--allow-host: is for answers: add --output');
  for (const host of allowHost)
    if (!/^[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,10}$/u.test(host))
      problems.push(`--allow-host: expected a host such as docs.example.com, got "${host}"`);
  const systemPrompt = path === undefined ? undefined : await readSystemPrompt(path, problems);
  const allowedHosts = allowHost.map((host) => host.toLowerCase());
  return { options: { answers: output, canaries: canary, systemPrompt, allowedHosts }, problems };
}

async function readSystemPrompt(path: string, problems: string[]): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    if (canBeRecognised(text)) return text;
    problems.push(`--system-prompt ${path}: has too few words to be recognised (at least seven are needed)`);
  } catch (error) {
    problems.push(`--system-prompt ${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return undefined;
}

async function fileProblems(file: string, answers: boolean): Promise<string[]> {
  try {
    return await problemsOf(file, answers);
  } catch (error) {
    if (error instanceof FileProblem) return error.message.split('\n');
    throw error;
  }
}
