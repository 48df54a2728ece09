import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { inspectTrainingSet, type LabelledRow, TrainingSetRefused } from '@anchorwatch/compromise';
import { FileProblem, labelledFile, type LabelledFileOptions } from '@anchorwatch/telemetry';
import { trainingSetText } from '../inspect/training-set-text.js';
import { UsageProblem } from './usage-problem.js';

/** The words of the command line. */
interface TrainingSetWords {
  readonly label: string;
  readonly source?: string;
  readonly reference?: string;
  readonly ignore: readonly string[];
  readonly json?: string;
}

/** Exit status when something is suspected. */
const SUSPECTED = 3;

/** `anchorwatch inspect training-set FILE`. Exit status 0 nothing suspected, 3 suspected, 2 wrong use, 1 failure. */
export async function inspectTrainingSetCommand(file: string, words: TrainingSetWords): Promise<void> {
  const { label, source, ignore } = words;
  if (source === label) throw new UsageProblem('--source: names the same column as --label');
  const set = await read(file, { label, ignore, ...(source === undefined ? {} : { source }) });
  const trusted = words.reference === undefined ? undefined : await trustedRows(words.reference, words);
  let report;
  try {
    report = inspectTrainingSet({
      rows: set.rows,
      label,
      rowsWithoutLabel: set.withoutLabel,
      rowsBroken: set.broken,
      hasSources: source !== undefined,
      ...(trusted === undefined ? {} : { trusted }),
    });
  } catch (error) {
    if (error instanceof TrainingSetRefused) throw new UsageProblem(`${file}: --label ${label}: ${error.message}`);
    throw error;
  }
  console.log(trainingSetText(report, basename(file)));
  if (words.json !== undefined) await writeFile(words.json, `${JSON.stringify(report, null, 2)}\n`);
  if (report.suspected) process.exitCode = SUSPECTED;
}

/** Trusted rows need the label but no source: it is no feature where they have one. */
async function trustedRows(path: string, { label, source, ignore }: TrainingSetWords): Promise<LabelledRow[]> {
  const { rows } = await read(path, { label, ignore, mayIgnore: source === undefined ? [] : [source] });
  if (rows.length < FEWEST_TRUSTED)
    throw new UsageProblem(
      `--reference ${path}: has ${rows.length} rows with a label; at least ${FEWEST_TRUSTED} are needed`,
    );
  return rows;
}

const FEWEST_TRUSTED = 100;

async function read(path: string, options: LabelledFileOptions) {
  const rows: LabelledRow[] = [];
  let withoutLabel = 0;
  let broken = 0;
  try {
    for await (const page of labelledFile(path, options))
      for (const record of page) {
        if (record.kind === 'broken') broken++;
        else if (record.label === null) withoutLabel++;
        else rows.push({ row: record.row, features: record.features, label: record.label, source: record.source });
      }
  } catch (error) {
    if (error instanceof FileProblem) throw new UsageProblem(...error.message.split('\n'));
    throw error;
  }
  return { rows, withoutLabel, broken };
}
