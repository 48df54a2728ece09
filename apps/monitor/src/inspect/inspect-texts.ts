import { textInspector, type InspectorOptions } from '@anchorwatch/compromise';
import { textsOfFile } from './text-file.js';

/** What is written of one text. */
export interface InspectedText {
  /** In the file, from 1; blank lines count. */
  readonly line: number;
  readonly id: string;
  readonly flagged: boolean;
  readonly score: number;
  readonly rules: readonly string[];
  /** Characters in the middle of a long text that were not looked at; absent when none. */
  readonly cut?: number;
}

/** How the texts of a file came out. */
export interface Tally {
  texts: number;
  flagged: number;
  /** Texts with a part that was not looked at. */
  cut: number;
  /** Texts by rule that fired in them, flagged or not. */
  readonly rules: Map<string, number>;
}

/** Problems that are named one by one; more are counted. */
const named = 50;

/** What is wrong with a file's lines, each with its place. Nothing when all can be read. */
export async function problemsOf(path: string, answers: boolean): Promise<string[]> {
  const problems: string[] = [];
  let more = 0;
  for await (const each of textsOfFile(path, answers)) {
    if (each.kind === 'text') continue;
    if (problems.length < named) problems.push(`${path}: line ${each.line}: ${each.problem}`);
    else more++;
  }
  return more === 0 ? problems : [...problems, `${path}: and ${more} more lines`];
}

/** Inspects a file's texts in order and counts them in `tally`. Lines that are no texts are passed over: `problemsOf` names them. */
export async function* inspectTexts(
  path: string,
  options: InspectorOptions,
  tally: Tally,
): AsyncIterable<InspectedText> {
  const inspect = textInspector(options);
  for await (const each of textsOfFile(path, options.answers ?? false)) {
    if (each.kind === 'problem') continue;
    const { flagged, score, rules, cut } = inspect(each.text);
    tally.texts++;
    if (flagged) tally.flagged++;
    if (cut > 0) tally.cut++;
    for (const rule of rules) tally.rules.set(rule, (tally.rules.get(rule) ?? 0) + 1);
    yield { line: each.line, id: each.id, flagged, score, rules, ...(cut > 0 ? { cut } : {}) };
  }
}
