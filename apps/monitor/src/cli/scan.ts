import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AtlasProblem } from '@anchorwatch/compromise';
import { FileProblem } from '@anchorwatch/telemetry';
import { BaselineRefused } from '@anchorwatch/detection';
import { hashesOf } from '../compromise/guarded-texts.js';
import { honeyOf } from '../compromise/honey-file.js';
import { readScanOptions, type ScanWords } from '../scan/options.js';
import { scanJson, scanText } from '../scan/report.js';
import { scan } from '../scan/scan.js';
import { readMapping } from './read-mapping.js';
import { UsageProblem } from './usage-problem.js';

/** Exit status when something was found. */
const FOUND = 3;

/** `anchorwatch scan FILE`: the whole engine on one's own data. Exit status 0 nothing found, 3 found, 2 wrong use, 1 failure. */
export async function scanCommand(file: string, words: ScanWords): Promise<void> {
  const options = readScanOptions(words);
  const mapping = await readMapping(words.mapping);
  let result;
  try {
    const given = { honey: await honeyGiven(words), guarded: await guardedGiven(words) };
    result = await scan({ ...options, path: file, mapping, labelsPath: words.labels, given });
  } catch (error) {
    if (error instanceof AtlasProblem) throw new UsageProblem(error.message);
    if (error instanceof FileProblem) throw new UsageProblem(...error.message.split('\n'));
    if (error instanceof BaselineRefused)
      throw new UsageProblem(...error.message.split('\n').map((line) => `${chosenBaseline(words)}${line}`));
    throw error;
  }
  console.log(scanText(result, basename(file)));
  if (words.json !== undefined) await writeFile(words.json, `${JSON.stringify(scanJson(result), null, 2)}\n`);
  if (result.findings.length > 0) process.exitCode = FOUND;
}

async function honeyGiven({ honey }: ScanWords) {
  try {
    return await honeyOf(honey);
  } catch (error) {
    if (error instanceof AtlasProblem) throw new UsageProblem(`--honey: ${error.message}`);
    throw error;
  }
}

async function guardedGiven({ canary = [], systemPrompt = '' }: ScanWords) {
  if (canary.length === 0 && systemPrompt === '') return undefined;
  return await hashesOf({ canaries: canary, system_prompt_file: systemPrompt }, '--canary, --system-prompt');
}

/** The option that chose the baseline, as it was said, so that its refusal names it. */
function chosenBaseline({ baseline, baselineRows, baselineUntil }: ScanWords): string {
  if (baseline !== undefined) return `--baseline ${baseline}: `;
  if (baselineRows !== undefined) return `--baseline-rows ${baselineRows}: `;
  return baselineUntil === undefined ? '' : `--baseline-until ${baselineUntil}: `;
}
