import { parseTime } from '@anchorwatch/telemetry';
import { UsageProblem } from '../cli/usage-problem.js';
import { parseDuration } from '../config/duration.js';
import { classicNames, type ClassicName } from './classic-detectors.js';

/** The words of the command line. */
export interface ScanWords {
  readonly mapping?: string;
  readonly baseline?: string;
  readonly baselineRows?: string;
  readonly baselineUntil?: string;
  readonly labels?: string;
  readonly tick?: string;
  readonly alarmsPerWeek?: string;
  readonly alarmsPerScan?: string;
  readonly classic?: string;
  readonly honey?: string;
  readonly canary?: readonly string[];
  readonly systemPrompt?: string;
  readonly json?: string;
}

export type BaselineChoice =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'rows'; readonly rows: number }
  | { readonly kind: 'until'; readonly time: number }
  | { readonly kind: 'default' };

export interface ScanOptions {
  readonly baseline: BaselineChoice;
  readonly tick:
    { readonly kind: 'time'; readonly ms: number } | { readonly kind: 'count'; readonly events: number } | undefined;
  readonly alarms: { readonly per: 'week' | 'scan'; readonly count: number };
  /** Detectors of the literature to run beside the engine. */
  readonly classic: readonly ClassicName[];
}

/** Reads the words; every problem is reported at once. */
export function readScanOptions(words: ScanWords): ScanOptions {
  const problems: string[] = [];
  const complain = (text: string) => void problems.push(text);
  const baseline = readBaseline(words, complain);
  const tick = readTick(words.tick, complain);
  const alarms = readAlarms(words, complain);
  const classic = readClassic(words.classic, complain);
  if (problems.length > 0) throw new UsageProblem(...problems);
  return { baseline, tick, alarms, classic };
}

function readBaseline(words: ScanWords, complain: (text: string) => void): BaselineChoice {
  const given = [words.baseline, words.baselineRows, words.baselineUntil].filter((word) => word !== undefined);
  if (given.length > 1) complain('choose one of --baseline, --baseline-rows and --baseline-until');
  if (words.baseline !== undefined) return { kind: 'file', path: words.baseline };
  if (words.baselineRows !== undefined) {
    const rows = Number(words.baselineRows);
    if (!Number.isInteger(rows) || rows < 1)
      complain(`--baseline-rows: expected a whole number above 0, got "${words.baselineRows}"`);
    return { kind: 'rows', rows };
  }
  if (words.baselineUntil !== undefined) {
    const time = parseTime(words.baselineUntil);
    if (Number.isNaN(time))
      complain(`--baseline-until: expected a time such as 2026-01-31T00:00:00Z, got "${words.baselineUntil}"`);
    return { kind: 'until', time };
  }
  return { kind: 'default' };
}

function readTick(word: string | undefined, complain: (text: string) => void): ScanOptions['tick'] {
  if (word === undefined) return undefined;
  if (/^\d+$/.test(word) && Number(word) > 0) return { kind: 'count', events: Number(word) };
  const ms = parseDuration(word);
  if (ms === undefined || ms === 0)
    complain(`--tick: expected a number of events such as 500, or a time such as 1h, got "${word}"`);
  return { kind: 'time', ms: ms ?? 1 };
}

function readAlarms(words: ScanWords, complain: (text: string) => void): ScanOptions['alarms'] {
  if (words.alarmsPerWeek !== undefined && words.alarmsPerScan !== undefined)
    complain('choose one of --alarms-per-week and --alarms-per-scan');
  const per = words.alarmsPerWeek !== undefined ? 'week' : 'scan';
  const word = words.alarmsPerWeek ?? words.alarmsPerScan ?? '0.05';
  const count = Number(word);
  if (!(count > 0) || !Number.isFinite(count))
    complain(`--alarms-per-${per}: expected a number above 0, got "${word}"`);
  return { per, count };
}

function readClassic(word: string | undefined, complain: (text: string) => void): readonly ClassicName[] {
  if (word === undefined) return [];
  const asked = word.split(',').map((name) => name.trim());
  for (const name of asked)
    if (!classicNames.some((known) => known === name))
      complain(`--classic: expected names among ${classicNames.join(', ')}, separated by commas, got "${name}"`);
  return classicNames.filter((name) => asked.includes(name));
}
