import { besideText } from './beside-text.js';
import type { ComparedRow, Comparison, ComparisonSide } from './comparison.js';

/** Rows of a table for a terminal, the most moved first. */
const ROWS_SHOWN = 40;
const BINS_SHOWN = 3;
const PARTS_SHOWN = 4;

/** A comparison as a person reads it in a terminal: one line a subject, what moved below it. */
export function comparisonText(comparison: Comparison): string {
  const { subjects, left_out, warnings } = comparison;
  const different = subjects.filter((row) => row.different);
  const lines = [
    `A  ${sideText(comparison.a)}`,
    `B  ${sideText(comparison.b)}`,
    ...warnings.map((warning) => `!  ${warning}`),
    '',
    ...table(subjects.slice(0, ROWS_SHOWN)),
  ];
  const more = Math.max(0, subjects.length - ROWS_SHOWN) + left_out;
  if (more > 0) lines.push(`and ${more} more, which moved less`);
  lines.push(...besideText(subjects.slice(0, ROWS_SHOWN)));
  for (const row of different.slice(0, ROWS_SHOWN)) lines.push('', ...details(row, comparison));
  lines.push('', conclusion(comparison, different.length));
  return lines.join('\n');
}

function sideText({ kind, name, segment, from, to, events }: ComparisonSide): string {
  const range = from === null || to === null ? '' : `, ${iso(from)} to ${iso(to)}`;
  const where = segment === '' || segment === name ? '' : ` where ${segment}`;
  const who = kind === 'baseline' ? `baseline ${name.slice(0, 12)}` : name;
  return `${who}${where}: ${count(events)} events${range}`;
}

function table(rows: readonly ComparedRow[]): readonly string[] {
  const head = ['', 'subject', 'n A', 'n B', 'eff. n B', 'PSI', 'noise', 'KS', 'critical', 'in words'];
  const weighed = rows.some(({ impact }) => impact !== null);
  if (weighed) head.splice(9, 0, 'impact');
  const cells = rows.map((row) => [
    row.different ? '≠' : row.insufficient ? '?' : '=',
    row.segment === '' ? row.subject : `${row.subject} [${row.segment}]`,
    count(row.a.n),
    count(row.b.n),
    count(Math.floor(row.b.n_effective)),
    short(row.psi),
    short(row.psi_noise),
    row.ks_at === null ? '-' : short(row.ks),
    row.ks_at === null ? '-' : short(row.ks_critical),
    ...(weighed ? [row.impact === null ? '-' : short(row.impact)] : []),
    row.words,
  ]);
  const all = [head, ...cells];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const last = head.length - 1;
  return all.map((row) =>
    row
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column]!) : column === last ? cell : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

function details(row: ComparedRow, { segments }: Comparison): readonly string[] {
  const [decided] = row.tests;
  const name = row.segment === '' ? row.subject : `${row.subject} where ${row.segment}`;
  const lines = [
    `${name}: ${decided!.statistic} ${short(decided!.value)}, critical ${short(decided!.critical)}, p ${short(row.p_value)}`,
    ...row.moved
      .slice(0, BINS_SHOWN)
      .map(({ bin, before, now, psi }) => `  ${bin}: ${percent(before)} → ${percent(now)} (${short(psi)} of the PSI)`),
  ];
  if (row.ks_at !== null) {
    const { bin, below, difference } = row.ks_at;
    const place = below === null ? `after ${bin}` : `at ${short(below)}`;
    lines.push(`  KS ${place}: ${percent(Math.abs(difference))} ${difference > 0 ? 'more' : 'less'} of B lies below`);
  }
  for (const { field, parts } of row.segment === '' ? segments.filter(({ subject }) => subject === row.subject) : []) {
    const most = parts
      .filter(({ within, mix }) => Math.abs(within + mix) >= row.psi / 100)
      .sort((one, other) => Math.abs(other.within + other.mix) - Math.abs(one.within + one.mix))
      .slice(0, PARTS_SHOWN)
      .map(({ segment, within, mix }) => `${segment || 'the rest'} ${short(within)} within, ${short(mix)} by mix`);
    lines.push(`  by ${field}: ${most.join('; ')}`);
  }
  return lines;
}

function conclusion({ alarms, alpha }: Comparison, different: number): string {
  const budget = `a comparison of like with like says so in at most ${alarms} of cases; alpha ${alpha.toExponential(1)} a test`;
  return different === 0
    ? `Alike: no subject differs beyond chance.`
    : `Different: ${different} ${different === 1 ? 'subject' : 'subjects'} (${budget}).`;
}

function count(n: number): string {
  return Math.round(n).toLocaleString('en-GB');
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
