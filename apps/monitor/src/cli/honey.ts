import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { honeyListOf } from '@anchorwatch/compromise';
import { FileProblem, textLines, type FeatureValue } from '@anchorwatch/telemetry';
import { UsageProblem } from './usage-problem.js';

const mostRecords = 100_000;
const mostProblems = 20;

type Features = Readonly<Record<string, FeatureValue>>;

/** `anchorwatch honey RECORDS --out FILE`: salted hashes of records that nobody should ask about. Exit status 0 done, 2 wrong use, 1 failure. */
export async function honeyCommand(file: string, { out }: { readonly out: string }): Promise<void> {
  if (resolve(out) === resolve(file)) throw new UsageProblem('--out: is the file that is read');
  const records = await readRecords(file);
  const list = honeyListOf(records, randomBytes(24).toString('base64url'));
  // Who has the salt can try records against the list.
  await writeFile(out, `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
  console.log(`wrote ${out}: ${list.records.length} honey records of the features ${list.features.join(', ')}`);
}

async function readRecords(file: string): Promise<readonly Features[]> {
  const records: Features[] = [];
  const problems: string[] = [];
  try {
    for await (const { line, text, broken } of textLines(file)) {
      const record = broken ? 'is no UTF-8 text' : readRecord(text, records[0]);
      if (typeof record === 'string') problems.push(`${file}, line ${line}: ${record}`);
      else records.push(record);
      if (problems.length === mostProblems) break;
      if (records.length > mostRecords) throw new UsageProblem(`${file}: at most ${mostRecords} records are taken`);
    }
  } catch (error) {
    if (error instanceof FileProblem) throw new UsageProblem(...error.message.split('\n'));
    throw error;
  }
  if (problems.length > 0) throw new UsageProblem(...problems);
  return records;
}

/** The features of a line: the object itself, or its `features` as in native events; or what is wrong with it. */
function readRecord(text: string, first: Features | undefined): Features | string {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return 'is no JSON';
  }
  const features = isMapping(record) && isMapping(record['features']) ? record['features'] : record;
  if (!isMapping(features) || Object.keys(features).length === 0) return 'expected an object of features';
  const wrong = Object.keys(features).find((name) => !isFeature(features[name]));
  if (wrong !== undefined) return `${wrong}: expected a number, text, a flag, null or a list of numbers`;
  const other = first && Object.keys({ ...first, ...features }).find((name) => !(name in first && name in features));
  if (other !== undefined) return `${other}: is not in every record, and all need the same features`;
  return features as Features;
}

function isFeature(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((entry) => typeof entry === 'number');
  return value === null || ['number', 'string', 'boolean'].includes(typeof value);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
