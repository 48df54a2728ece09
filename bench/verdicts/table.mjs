// A Markdown table on the standard output.

export function printTable(title, columns, rows) {
  console.log(`**${title}**\n`);
  console.log(`| ${columns.join(' | ')} |`);
  console.log(`| ${columns.map(() => '---').join(' | ')} |`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  console.log();
}

/** A number with so many significant digits, without an exponent where it is easy to read. */
export function short(value, digits = 2) {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
}

export function quantileOf(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Part of the full size that is run: `--share 0.1` for a look. */
export const share = Number(process.argv[2] ?? 1);
