import type { ComparedRow } from './comparison.js';

const counters = [
  ['nulls', 'missing'],
  ['wrong_type', 'of the wrong type'],
  ['nans', 'not a number'],
  ['infinities', 'infinite'],
  ['below', 'below the range of the baseline'],
  ['above', 'above the range of the baseline'],
] as const;

/**
 * What was counted beside the bins, A → B with its share of all values: only what either side has. `≠` marks what is more or
 * less than chance makes it.
 */
export function besideText(rows: readonly ComparedRow[]): readonly string[] {
  const lines = rows.flatMap((row) => {
    // What a pair misses, its features miss.
    if (row.role === 'feature pair') return [];
    const found = counters.flatMap(([name, words]) => {
      if (row.a[name] + row.b[name] === 0) return [];
      const differs = row.tests.some(
        ({ statistic, p_value }) => statistic === name.replace('_', ' ') && p_value <= row.alpha,
      );
      return [`${differs ? '≠ ' : ''}${side(row.a, name)} → ${side(row.b, name)} ${words}`];
    });
    const name = row.segment === '' ? row.subject : `${row.subject} [${row.segment}]`;
    return found.length === 0 ? [] : [`   ${name}: ${found.join(', ')}`];
  });
  return lines.length === 0 ? [] : ['', 'Beside the bins, A → B:', ...lines];
}

function side(of: ComparedRow['a'], name: (typeof counters)[number][0]): string {
  // Values out of range lie in a bin as well.
  const inBins = name === 'below' || name === 'above';
  const all = inBins ? of.n : of.n + of.nulls + of.wrong_type + of.nans + of.infinities;
  const share = all === 0 ? '' : ` (${Number(((of[name] / all) * 100).toPrecision(3))} %)`;
  return `${Math.round(of[name]).toLocaleString('en-GB')}${share}`;
}
